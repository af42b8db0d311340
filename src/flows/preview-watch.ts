import type { Deployment } from '../core/deployment.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { guessedTier } from '../core/tier.ts';
import { asksForTier, type Watch } from '../core/watch.ts';
import { isInScope, type WatchPreview, wouldHaveShown } from '../core/watch-preview.ts';

const DAYS = 7;
const DAY_MS = 86_400_000;
const PAGE = 100;
const MOST_PAGES = 5;
/** Environments of which it is asked whether they take approvals, one request each. */
const MOST_ENVIRONMENTS = 8;

/**
 * What a watch would have shown in the last days, read with a person's own rights: five hundred deployments at most.
 * @returns `undefined` where GitLab does not tell: a watch never fails for its preview
 */
export async function previewWatch(
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
  api: GitLabApi,
  watch: Watch,
): Promise<WatchPreview | undefined> {
  try {
    const { rows, isWhole } = await lately(api, watch, clock.now() - DAYS * DAY_MS);
    const tiers = asksForTier(watch) ? await tiersOf(api, watch, rows) : new Map<number, string>();
    const inScope = rows.filter((row) => isInScope(watch, row, { tiers }));
    const approved = await withApprovals(api, watch, inScope);
    const matched = inScope.filter((row) => wouldHaveShown(watch, row, { tiers, approved })).length;
    return { days: DAYS, matched, looked: rows.length, isWhole };
  } catch (error) {
    log.info({ project: watch.project, err: error }, 'a watch could not be previewed');
    return undefined;
  }
}

async function lately(
  api: GitLabApi,
  { project }: Watch,
  since: number,
): Promise<{ rows: Deployment[]; isWhole: boolean }> {
  const rows = new Map<number, Deployment>();
  let page: number | undefined = 1;
  for (let request = 0; request < MOST_PAGES && page !== undefined; request += 1) {
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
): Promise<ReadonlySet<number>> {
  if (!on.includes('approvals') && !on.includes('manual')) return new Set();
  const newest = [...new Map([...rows].reverse().map((row) => [row.environment.id, row])).values()];
  const asked = newest.reverse().slice(0, MOST_ENVIRONMENTS);
  const answers = await Promise.all(asked.map(({ id }) => api.deployments.get(project, id)));
  const approved = answers.filter(
    ({ approval }) => (approval?.pending ?? 0) > 0 || (approval?.rules.length ?? 0) > 0,
  );
  return new Set(approved.map(({ environment }) => environment.id));
}
