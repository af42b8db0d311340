import type { DeploymentEnvironment } from '../core/deployment.ts';
import { isError } from '../core/errors.ts';
import type { ProjectId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import { guessedTier } from '../core/tier.ts';

/**
 * The tier of an environment, asked for once an hour at most. One environment costs one request, however many review
 * apps the project has; a server that does not tell it, or an environment that is gone, has the tier GitLab guesses.
 * @throws GitLabError, `store-unavailable`
 */
export async function tierOf(
  { watcher, tiers }: Pick<Ports, 'watcher' | 'tiers'>,
  project: ProjectId,
  { id, name }: DeploymentEnvironment,
): Promise<string> {
  const known = await tiers.get(project, id);
  if (known !== undefined) return known;
  const tier = (await told(watcher, project, id)) ?? guessedTier(name);
  await tiers.put(project, id, tier);
  return tier;
}

async function told(
  watcher: Ports['watcher'],
  project: ProjectId,
  id: DeploymentEnvironment['id'],
): Promise<string | null> {
  try {
    return (await watcher.environments.get(project, id)).tier;
  } catch (error) {
    if (!isError(error, 'gitlab-not-found')) throw error;
    return null;
  }
}
