import type { Reading } from '../core/decision-policy.ts';
import type { Deployment } from '../core/deployment.ts';
import type { DeploymentId, ProjectId } from '../core/ids.ts';
import { isWaiting, olderWaiting, phaseOf, successBefore, supersededBy } from '../core/phase.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';
import { revisionOf } from '../core/revision.ts';

/**
 * Reads a deployment and what follows from it. One request; a second one, for newer deployments of the same
 * environment, only while somebody has to act.
 * @param environment its environment's name where it is known already: then both requests go out together
 * @throws GitLabError
 */
export async function readDeployment(
  api: GitLabApi,
  project: ProjectRef,
  id: DeploymentId,
  environment?: string,
): Promise<Reading> {
  const early =
    environment === undefined || environment === '' ? undefined : newest(api, project, environment);
  // Marks the early request as watched: if the first one fails, its failure is the one to tell.
  early?.catch(() => undefined);
  const deployment = await api.deployments.get(project, id);
  if (!isWaiting(phaseOf(deployment))) return readingOf(deployment, []);
  const sameEnvironment = environment === deployment.environment.name;
  const others = await (early !== undefined && sameEnvironment
    ? early
    : newest(api, project, deployment.environment.name));
  return readingOf(deployment, others);
}

/** Combines a deployment with other rows of its environment. */
export function readingOf(deployment: Deployment, others: readonly Deployment[]): Reading {
  const newer = supersededBy(deployment, others);
  const phase = phaseOf(deployment, newer?.id);
  const reading = { deployment, phase, supersededBy: newer, revision: revisionOf(deployment, phase) };
  if (!isWaiting(phase)) return reading;
  return {
    ...reading,
    older: olderWaiting(deployment, others),
    previous: successBefore(deployment, others),
  };
}

/**
 * The environment's last success before a deployment.
 * @throws GitLabError
 */
export async function readPrevious(
  api: GitLabApi,
  project: ProjectRef,
  deployment: Deployment,
): Promise<Deployment | undefined> {
  const { items } = await api.deployments.list(project, {
    environment: deployment.environment.name,
    status: 'success',
    orderBy: 'id',
    sort: 'desc',
    perPage: 5,
  });
  return successBefore(deployment, items);
}

async function newest(
  api: GitLabApi,
  project: ProjectRef,
  environment: string,
): Promise<readonly Deployment[]> {
  const page = await api.deployments.list(project, { environment, orderBy: 'id', sort: 'desc', perPage: 20 });
  return page.items;
}

/** A project's record without a request: its page stands under its path. */
export const projectAt = (baseUrl: string, id: ProjectId, path: string) => ({
  id,
  path,
  name: path.split('/').at(-1) ?? path,
  webUrl: `${baseUrl.replace(/\/+$/u, '')}/${path}`,
  archived: false,
});
