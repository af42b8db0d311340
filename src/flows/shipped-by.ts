import type { Project } from '../core/deployment.ts';
import type { DeploymentId } from '../core/ids.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { MergeRequestQuery } from '../core/ports/merge-request-query.ts';
import type { Shipped } from '../core/shipped.ts';
import { readShipping } from './read-shipping.ts';

/**
 * GitLab links merge requests to a deployment only after it succeeded; until then they are read from what lies between
 * the environment's last success and this version, and GitLab's filters have nothing to act on.
 * @throws GitLabError
 */
export async function shippedBy(
  api: GitLabApi,
  baseUrl: string,
  project: Project,
  id: DeploymentId,
  query: MergeRequestQuery,
): Promise<Shipped> {
  const deployment = await api.deployments.get(project.id, id);
  if (deployment.status === 'success') {
    const page = await api.deployments.mergeRequestPage(project.id, id, query);
    return { kind: 'linked', rows: page.items, page: query.page ?? 1, hasMore: page.next !== undefined };
  }
  const card = { project: project.id, projectPath: project.path };
  return { kind: 'expected', shipping: await readShipping(api, baseUrl, card, deployment) };
}
