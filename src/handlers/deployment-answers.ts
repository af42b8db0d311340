import { isError, SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';
import type { MergeRequestQuery } from '../core/ports/merge-request-query.ts';
import { asPerson } from '../flows/as-person.ts';
import { findProject } from '../flows/find-project.ts';
import { findDeployment } from '../flows/operations/find-deployment.ts';
import { readDeployment } from '../flows/read-deployment.ts';
import { shippedBy } from '../flows/shipped-by.ts';
import { changesMessage } from '../slack/changes.ts';
import { deploymentDetails } from '../slack/details.ts';
import { actOn } from '../slack/row-menus.ts';
import type { Rendered } from '../slack/text-objects.ts';
import type { HandlerContext } from './define.ts';
import { deploymentName, type NamedTarget } from './named-deployment.ts';

/**
 * One deployment, read with the person's own rights.
 * @throws SlipwayError `not-connected`, `project-not-found`, `deployment-not-found`; GitLabError
 */
export async function shownDeployment(
  context: HandlerContext,
  person: SlackPerson,
  target: NamedTarget,
): Promise<Rendered> {
  const { api } = await asPerson(context.ports, person);
  const project = await findProject(api, target.project);
  const id = await findDeployment({ api, project }, deploymentName(target));
  try {
    const reading = await readDeployment(api, project.id, id);
    const tiers = actOn(reading) === undefined ? undefined : await tiersOf(api, project.id);
    const tier = tiers?.get(reading.deployment.environment.id) ?? null;
    return deploymentDetails(project, reading, context.words, tier);
  } catch (error) {
    if (!isError(error, 'gitlab-not-found')) throw error;
    const facts = { deployment: id, project: project.path };
    throw new SlipwayError('deployment-not-found', facts, { cause: error });
  }
}

/**
 * What a deployment ships or shipped, read with the person's own rights.
 * @throws as `shownDeployment`
 */
export async function shippedAnswer(
  context: HandlerContext,
  person: SlackPerson,
  target: NamedTarget,
  query: MergeRequestQuery,
): Promise<Rendered> {
  const { api } = await asPerson(context.ports, person);
  const project = await findProject(api, target.project);
  const id = await findDeployment({ api, project }, deploymentName(target));
  const shipped = await shippedBy(api, context.ports.gitlab.baseUrl, project, id, query);
  return changesMessage(project, id, shipped, query.page ?? 1, context.words);
}

/**
 * GitLab's tier of each environment, by its id: whether acting there deserves a second look. Where GitLab does not tell,
 * the names decide.
 */
export async function tiersOf(
  api: GitLabApi,
  project: ProjectRef,
): Promise<ReadonlyMap<number, string | null>> {
  try {
    const { items } = await api.environments.list(project, { perPage: 100 });
    return new Map(items.map(({ id, tier }) => [id, tier]));
  } catch (error) {
    if (error instanceof SlipwayError) return new Map();
    throw error;
  }
}
