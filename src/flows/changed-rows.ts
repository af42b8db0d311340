import type { Deployment } from '../core/deployment.ts';
import type { ProjectId } from '../core/ids.ts';
import type { GitLabApi, Page } from '../core/ports/gitlab.ts';

/** How far behind the newest seen change a poll looks again: rows can turn up late, from a lagging replica. */
export const OVERLAP_MS = 60_000;
const PAGE = 100;
const MOST_PAGES = 50;

/**
 * The deployments that changed since `watermark`, one request in the usual case.
 *
 * Pages of a changing list shift, so a full page is never followed by page 2: the next request starts at the newest
 * change seen. Only when a whole page shares one moment does it page within that moment.
 * @param watermark newest `updated_at` seen, ISO 8601, GitLab's clock; `undefined` before the first deployment
 * @param first the project was never looked at: what waits already is wanted too, however old
 * @throws GitLabError
 */
export async function changedRows(
  api: GitLabApi,
  project: ProjectId,
  watermark: string | undefined,
  first: boolean,
): Promise<Deployment[]> {
  if (watermark === undefined) return initialRows(api, project, first);
  const rows = new Map<number, Deployment>();
  let from = new Date(Date.parse(watermark) - OVERLAP_MS).toISOString();
  let page = 1;
  for (let request = 0; request < MOST_PAGES; request += 1) {
    const answer = await changesFrom(api, project, from, page);
    for (const row of answer.items) rows.set(row.id, row);
    if (answer.next === undefined) break;
    const newest = answer.items.at(-1)?.updatedAt;
    const moved = newest !== undefined && Date.parse(newest) > Date.parse(from);
    page = moved ? 1 : page + 1;
    from = moved ? newest : from;
  }
  return [...rows.values()];
}

const changesFrom = (
  api: GitLabApi,
  project: ProjectId,
  updatedAfter: string,
  page: number,
): Promise<Page<Deployment>> =>
  api.deployments.list(project, { updatedAfter, orderBy: 'updated_at', sort: 'asc', perPage: PAGE, page });

async function initialRows(api: GitLabApi, project: ProjectId, first: boolean): Promise<Deployment[]> {
  const newest = await api.deployments.list(project, { orderBy: 'updated_at', sort: 'desc', perPage: PAGE });
  const rows = new Map<number, Deployment>(newest.items.map((row) => [row.id, row]));
  if (first && newest.next !== undefined) {
    const blocked = await api.deployments.list(project, {
      status: 'blocked',
      orderBy: 'id',
      sort: 'desc',
      perPage: PAGE,
    });
    for (const row of blocked.items) rows.set(row.id, row);
  }
  return [...rows.values()];
}
