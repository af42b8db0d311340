import type { Deployment } from '../core/deployment.ts';
import { isError } from '../core/errors.ts';
import type { ProjectId } from '../core/ids.ts';
import type { GitLabApi, Page } from '../core/ports/gitlab.ts';
import type { PollState } from '../core/ports/polls.ts';

/** How far behind the newest seen change a poll looks again: rows can turn up late, from a lagging replica. */
export const OVERLAP_MS = 60_000;
const PAGE = 100;
const MOST_PAGES = 50;

/**
 * The deployments that changed since `watermark`, one request in the usual case.
 *
 * Where GitLab's clock was set back, what changed since has times before the watermark: then the list is asked for once
 * more, from as much earlier.
 *
 * Pages of a changing list shift, so a full page is never followed by page 2: the next request starts at the newest
 * change seen. Only when a whole page shares one moment does it page within that moment.
 * @param known what the last look saw; without a watermark the project had no deployment yet: then everything is new
 * @param now epoch ms by our clock
 * @throws GitLabError
 */
export async function changedRows(
  api: GitLabApi,
  project: ProjectId,
  known: Pick<PollState, 'watermark' | 'servedAt' | 'lookedAt'>,
  now: number,
): Promise<Present> {
  if (known.watermark === undefined) return rowsFrom(api, project, undefined);
  const found = await rowsFrom(api, project, known.watermark - OVERLAP_MS);
  const { servedAt = 0, lookedAt = now } = known;
  const setBackMs = found.servedAt === undefined ? 0 : now - lookedAt - (found.servedAt - servedAt);
  if (known.servedAt === undefined || setBackMs < CLOCK_MS) return found;
  return rowsFrom(api, project, Math.min(known.watermark, servedAt - setBackMs) - OVERLAP_MS);
}

/** Two clocks that go on alike differ by less between two looks: whole seconds, and how long an answer takes. */
const CLOCK_MS = 30_000;

/** Rows of a project, and when GitLab answered by its own clock, epoch ms, where it says. */
export interface Present {
  readonly rows: readonly Deployment[];
  readonly servedAt: number | undefined;
}

/** @param since epoch ms by GitLab's clock */
async function rowsFrom(api: GitLabApi, project: ProjectId, since: number | undefined): Promise<Present> {
  const rows = new Map<number, Deployment>();
  let from = since === undefined ? undefined : new Date(since).toISOString();
  let servedAt: number | undefined;
  let page = 1;
  for (let request = 0; request < MOST_PAGES; request += 1) {
    const answer = await changesFrom(api, project, from, page);
    for (const row of answer.items) rows.set(row.id, row);
    servedAt ??= answer.servedAt;
    if (answer.next === undefined) break;
    const newest = answer.items.at(-1)?.updatedAt;
    const moved = newest !== undefined && (from === undefined || Date.parse(newest) > Date.parse(from));
    page = moved ? 1 : page + 1;
    from = moved ? newest : from;
  }
  return { rows: [...rows.values()], servedAt };
}

const changesFrom = (
  api: GitLabApi,
  project: ProjectId,
  updatedAfter: string | undefined,
  page: number,
): Promise<Page<Deployment>> =>
  api.deployments.list(project, {
    ...(updatedAfter === undefined ? {} : { updatedAfter }),
    orderBy: 'updated_at',
    sort: 'asc',
    perPage: PAGE,
    page,
  });

/**
 * What a look at a project nobody looked at before needs: its newest changes, and whatever waits, however old.
 * @throws GitLabError
 */
export async function presentRows(api: GitLabApi, project: ProjectId): Promise<Present> {
  const newest = await api.deployments.list(project, { orderBy: 'updated_at', sort: 'desc', perPage: PAGE });
  const rows = new Map<number, Deployment>(newest.items.map((row) => [row.id, row]));
  for (const row of await rowsBehind(api, project, newest)) rows.set(row.id, row);
  let page: number | undefined = newest.next === undefined ? undefined : 1;
  for (let request = 0; request < MOST_PAGES && page !== undefined; request += 1) {
    const blocked = await waitingRows(api, project, page);
    // What the first answer told is older than what this one tells of the same deployment.
    for (const row of blocked.items) rows.set(row.id, row);
    page = blocked.next;
  }
  return { rows: [...rows.values()], servedAt: newest.servedAt };
}

/**
 * The next poll looks as far back as the overlap. Where so much happened that one page does not reach there, the rest is
 * read too: unseen, the past would look like news.
 */
async function rowsBehind(
  api: GitLabApi,
  project: ProjectId,
  { items, next }: Page<Deployment>,
): Promise<readonly Deployment[]> {
  const [first, last] = [items[0], items.at(-1)];
  if (next === undefined || first === undefined || last === undefined) return [];
  const since = Date.parse(first.updatedAt) - OVERLAP_MS;
  return Date.parse(last.updatedAt) < since ? [] : (await rowsFrom(api, project, since)).rows;
}

/**
 * By id, so that a row that leaves the list moves others to an earlier page only after they were read. Servers before
 * 14.7 refuse the status because they have no deployment of it.
 */
async function waitingRows(api: GitLabApi, project: ProjectId, page: number): Promise<Page<Deployment>> {
  try {
    return await api.deployments.list(project, {
      status: 'blocked',
      orderBy: 'id',
      sort: 'desc',
      perPage: PAGE,
      page,
    });
  } catch (error) {
    if (!isError(error, 'gitlab-refused')) throw error;
    return { items: [], next: undefined };
  }
}
