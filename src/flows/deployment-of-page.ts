import { isError, SlipwayError } from '../core/errors.ts';
import type { DeploymentId, EnvironmentId } from '../core/ids.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';

/** Pages of a hundred looked through; older deployments have to be named by their API id. */
const MOST_PAGES = 10;

/**
 * The API id of a deployment whose page was pasted. GitLab finds deployments by API id only, so the environment's
 * newest ones are looked through for the number in the address.
 * @throws SlipwayError `deployment-not-found`; GitLabError
 */
export async function deploymentOfPage(
  api: GitLabApi,
  project: ProjectRef,
  environment: EnvironmentId,
  iid: number,
): Promise<DeploymentId> {
  const notFound = (cause?: unknown): SlipwayError =>
    new SlipwayError('deployment-not-found', { deployment: iid, project }, { cause });
  const name = await environmentName(api, project, environment, notFound);
  for (let page: number | undefined = 1; page !== undefined && page <= MOST_PAGES; ) {
    const rows: Awaited<ReturnType<GitLabApi['deployments']['list']>> = await api.deployments.list(project, {
      environment: name,
      orderBy: 'id',
      sort: 'desc',
      perPage: 100,
      page,
    });
    const row = rows.items.find((one) => one.iid === iid);
    if (row !== undefined) return row.id;
    page = rows.next;
  }
  throw notFound();
}

async function environmentName(
  api: GitLabApi,
  project: ProjectRef,
  environment: EnvironmentId,
  notFound: (cause: unknown) => SlipwayError,
): Promise<string> {
  try {
    return (await api.environments.get(project, environment)).name;
  } catch (error) {
    throw isError(error, 'gitlab-not-found') ? notFound(error) : error;
  }
}
