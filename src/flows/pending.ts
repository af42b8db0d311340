import type { Reading } from '../core/decision-policy.ts';
import type { Deployment } from '../core/deployment.ts';
import type { ProjectId } from '../core/ids.ts';
import { isWaiting, phaseOf } from '../core/phase.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import { readingOf } from './read-deployment.ts';

/** At most this many deployments of one project are read whole. */
const MOST = 20;

/**
 * The deployments of a project that wait for somebody, newest first, as this credential may see them. Superseded ones
 * are included and say so.
 * @throws GitLabError
 */
export async function pendingOf(api: GitLabApi, project: ProjectId): Promise<Reading[]> {
  const [blocked, newest] = await Promise.all([
    api.deployments.list(project, { status: 'blocked', orderBy: 'id', sort: 'desc', perPage: 100 }),
    api.deployments.list(project, { orderBy: 'id', sort: 'desc', perPage: 100 }),
  ]);
  const waiting = blocked.items.filter((row) => isWaiting(phaseOf(row))).slice(0, MOST);
  const whole = await Promise.all(waiting.map((row) => api.deployments.get(project, row.id)));
  const others: Deployment[] = [...newest.items, ...blocked.items];
  return whole.map((deployment) => readingOf(deployment, others));
}
