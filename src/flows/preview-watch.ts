import type { Deployment } from '../core/deployment.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { guessedTier } from '../core/tier.ts';
import { asksForTier, type Watch } from '../core/watch.ts';
import { isInScope, PREVIEW_DAYS, type WatchPreview, wouldHaveShown } from '../core/watch-preview.ts';

const DAY_MS = 86_400_000;
const PAGE = 100;

/** How much GitLab is asked for one project. */
interface Bounds {
  /** Of a hundred deployments each. */
  readonly pages: number;
  /** Environments of which it is asked whether they take approvals, one request each. */
  readonly environments: number;
}

const BOUNDS: Bounds = { pages: 5, environments: 8 };

/** What a watch of one project would have shown. */
export type Counted = Pick<WatchPreview, 'matched' | 'looked' | 'isWhole'>;

/**
 * What a watch would have shown in the last days, read with a person's own rights: five hundred deployments at most.
 * @returns `undefined` where GitLab does not tell: a watch never fails for its preview
 */
export async function previewWatch(
  ports: Pick<Ports, 'clock' | 'log'>,
  api: GitLabApi,
  watch: Watch,
): Promise<WatchPreview | undefined> {
  try {
    return { days: PREVIEW_DAYS, ...(await countLately(ports, api, watch, BOUNDS)) };
  } catch (error) {
    ports.log.info({ project: watch.project, err: error }, 'a watch could not be previewed');
    return undefined;
  }
}

/**
 * Counts what a watch would have shown in the last days.
 * @throws GitLabError
 */
export async function countLately(
  { clock }: Pick<Ports, 'clock'>,
  api: GitLabApi,
  watch: Watch,
  bounds: Bounds,
): Promise<Counted> {
  const { rows, isWhole } = await lately(api, watch, clock.now() - PREVIEW_DAYS * DAY_MS, bounds.pages);
  const tiers = asksForTier(watch) ? await tiersOf(api, watch, rows) : new Map<number, string>();
  const inScope = rows.filter((row) => isInScope(watch, row, { tiers }));
  const approved = await withApprovals(api, watch, inScope, bounds.environments);
  const matched = inScope.filter((row) => wouldHaveShown(watch, row, { tiers, approved })).length;
  return { matched, looked: rows.length, isWhole };
}

async function lately(
  api: GitLabApi,
  { project }: Watch,
  since: number,
  mostPages: number,
): Promise<{ rows: Deployment[]; isWhole: boolean }> {
  const rows = new Map<number, Deployment>();
  let page: number | undefined = 1;
  for (let request = 0; request < mostPages && page !== undefined; request += 1) {
    const answer: Awaited<ReturnType<GitLabApi['deployments']['list']>> = await api.deployments.list(
      project,
      {
        updatedAfter: new Date(since).toISOString(),
        orderBy: 'updated_at',
        sort: 'desc',
        perPage: PAGE,
        page,
      },
    );
    for (const row of answer.items) rows.set(row.id, row);
    page = answer.next;
  }
  return { rows: [...rows.values()], isWhole: page === undefined };
}

/** One page of environments; one beyond it, or gone, has the tier GitLab guesses. */
async function tiersOf(
  api: GitLabApi,
  { project }: Watch,
  rows: readonly Deployment[],
): Promise<ReadonlyMap<number, string>> {
  const { items } = await api.environments.list(project, { perPage: PAGE });
  const guessed = rows.map(({ environment }) => [environment.id, guessedTier(environment.name)] as const);
  const told = items.flatMap(({ id, tier }) => (tier === null ? [] : [[id, tier] as const]));
  return new Map<number, string>([...guessed, ...told]);
}

/** A list tells nothing of approvals; the newest deployment of an environment stands for all of them. */
async function withApprovals(
  api: GitLabApi,
  { project, on }: Watch,
  rows: readonly Deployment[],
  most: number,
): Promise<ReadonlySet<number>> {
  if (!on.includes('approvals') && !on.includes('manual')) return new Set();
  const newest = [...new Map([...rows].reverse().map((row) => [row.environment.id, row])).values()];
  const asked = newest.reverse().slice(0, most);
  const answers = await Promise.all(asked.map(({ id }) => api.deployments.get(project, id)));
  const approved = answers.filter(
    ({ approval }) => (approval?.pending ?? 0) > 0 || (approval?.rules.length ?? 0) > 0,
  );
  return new Set(approved.map(({ environment }) => environment.id));
}
