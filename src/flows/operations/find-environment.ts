import type { Environment } from '../../core/deployment.ts';
import { isError, SlipwayError } from '../../core/errors.ts';
import { EnvironmentId } from '../../core/ids.ts';
import type { OperationContext } from './define.ts';

/**
 * The environment named, by id or by exact name. A number is looked for as a name first: GitLab allows such names.
 * @throws SlipwayError `environment-not-found`; GitLabError
 */
export async function findEnvironment(
  { api, project }: Pick<OperationContext, 'api' | 'project'>,
  named: EnvironmentId | string,
): Promise<Environment> {
  try {
    return await api.environments.get(
      project.id,
      typeof named === 'number' ? named : await idOf(api, project.id, named),
    );
  } catch (error) {
    if (!isError(error, 'gitlab-not-found')) throw error;
    const facts = { environment: named, project: project.path };
    throw new SlipwayError('environment-not-found', facts, { cause: error });
  }
}

async function idOf(
  api: OperationContext['api'],
  project: OperationContext['project']['id'],
  name: string,
): Promise<EnvironmentId> {
  const rows = await api.environments.list(project, { name });
  const found = rows.items.find((row) => row.name === name);
  if (found !== undefined) return found.id;
  const id = /^\d+$/u.test(name) ? EnvironmentId.safeParse(Number(name)) : undefined;
  if (id?.success !== true) throw new SlipwayError('gitlab-not-found');
  return id.data;
}
