import type { Deployment } from '../core/deployment.ts';
import { rowFingerprint } from '../core/fingerprint.ts';
import type { ProjectId } from '../core/ids.ts';
import { isFinal, isWaiting, phaseOf, supersededBy } from '../core/phase.ts';
import type { HookSigns, Outlook } from '../core/poll-pace.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { PollState } from '../core/ports/stores.ts';
import { isPaused, type Watch } from '../core/watch.ts';
import { changedRows, OVERLAP_MS, presentRows } from './changed-rows.ts';
import { queueCards } from './queue-cards.ts';
import { canBeStale, queueStaleCards } from './stale-cards.ts';

/** What a poll found out about a project, for the pace of the next one. */
export interface PollResult extends Outlook {
  /** Nobody watches the project any more. */
  readonly forgotten: boolean;
  readonly hooks: HookSigns;
}

const UNSEEN: PollState = { watermark: undefined, seen: {}, failures: 0, changedAt: 0 };

/**
 * Compares a project's deployments with what was last seen and queues the cards that must be posted or edited.
 * One list request, and one more for each deployment that waits: an approval leaves no trace in the list.
 *
 * The cards are queued before the new state is written, so that a crash in between repeats work and loses none.
 * @throws GitLabError, `store-unavailable`
 */
export async function pollProject(ports: Ports, project: ProjectId): Promise<PollResult> {
  const lookedAt = ports.clock.now();
  const [watches, cards, known, signs] = await Promise.all([
    activeWatches(ports, project),
    ports.cards.open(project),
    ports.polls.read(project),
    ports.hooks.signs(project),
  ]);
  if (watches.length === 0 && cards.length === 0) {
    await ports.polls.forget(project);
    return { hot: false, waits: false, forgotten: true, changedAt: 0, hooks: {} };
  }
  const { news, seen, changedAt, fresh } = await look(ports, project, watches, known);
  await queueCards(ports, { project, watches, cards }, news);
  await queueStaleCards(ports, project, cards, news);
  const hookFoundAt = foundAt(signs, known, fresh, lookedAt);
  const state = nextState(known ?? UNSEEN, seen, watches, changedAt);
  await ports.polls.write(project, { ...state, lookedAt, hookFoundAt });
  const follows = cards.some((card) => card.phase !== 'superseded');
  const hot = follows || news.some((row) => !isFinal(phaseOf(row)));
  const waits = news.some((row) => isWaiting(phaseOf(row))) || cards.some(canBeStale);
  return { hot, waits, forgotten: false, changedAt, hooks: { ...signs, foundAt: hookFoundAt } };
}

/** GitLab delivers an event within this long, or not at all. */
const DELIVERED_WITHIN_MS = 10_000;

/**
 * When a look last found what an event had announced. A change of which no event came, although there was time for it,
 * withdraws that.
 */
function foundAt(
  { arrivedAt = 0 }: HookSigns,
  known: PollState | undefined,
  fresh: readonly Deployment[],
  now: number,
): number | undefined {
  if (fresh.length === 0) return known?.hookFoundAt;
  if (arrivedAt > (known?.lookedAt ?? now)) return now;
  const late = fresh.some((row) => now - Date.parse(row.updatedAt) > DELIVERED_WITHIN_MS);
  return late ? undefined : known?.hookFoundAt;
}

/** A paused watch shows nothing new. */
const activeWatches = async ({ watches }: Ports, project: ProjectId): Promise<readonly Watch[]> =>
  (await watches.ofProject(project)).filter((watch) => !isPaused(watch));

/**
 * Reads what GitLab has. What changed is news; to a watch that is new, so is everything that is going on now, but not
 * the project's past.
 */
async function look(
  ports: Ports,
  project: ProjectId,
  watches: readonly Watch[],
  known: PollState | undefined,
): Promise<{ news: Deployment[]; seen: readonly Deployment[]; changedAt: number; fresh: Deployment[] }> {
  const changed = known === undefined ? [] : await changedRows(ports.watcher, project, known.watermark);
  const unseen = watches.filter((watch) => known?.watches?.includes(nameOf(watch)) !== true);
  const isNew = known === undefined || unseen.length > 0;
  const present = isNew ? await presentRows(ports.watcher, project) : [];
  const fresh = changed.filter((row) => known?.seen[row.id] !== rowFingerprint(row));
  const current = present.filter((row) => isNewsTo(unseen, row, present));
  const news = new Map([...fresh, ...current].map((row) => [row.id, row]));
  return {
    news: [...news.values()],
    // A change between the two requests stays unseen, so that the next poll finds it.
    seen: known === undefined ? present : changed,
    changedAt: fresh.length > 0 || isNew ? ports.clock.now() : known.changedAt,
    fresh,
  };
}

/**
 * Whether a new watch should hear of a row on its first look: it goes on now and no newer one has taken its place, or it
 * ended after the watch was set up.
 */
function isNewsTo(unseen: readonly Watch[], row: Deployment, present: readonly Deployment[]): boolean {
  if (isFinal(phaseOf(row))) return unseen.some((watch) => Date.parse(row.updatedAt) >= watch.madeAt);
  return !isWaiting(phaseOf(row)) || supersededBy(row, present) === undefined;
}

const nameOf = (watch: Watch): string => `${watch.team}/${watch.channel}@${watch.madeAt}`;

/** Rows older than the overlap are never listed again, so they need not be remembered. */
function nextState(
  state: PollState,
  rows: readonly Deployment[],
  watches: readonly Watch[],
  changedAt: number,
): PollState {
  const newest = rows.reduce<string | undefined>(later, state.watermark);
  const keepFrom = newest === undefined ? 0 : Date.parse(newest) - 2 * OVERLAP_MS;
  const kept = Object.entries(state.seen).filter(
    ([, seen]) => Date.parse(seen.split('|')[0] ?? '') >= keepFrom,
  );
  const seen = Object.fromEntries([...kept, ...rows.map((row) => [row.id, rowFingerprint(row)] as const)]);
  return { watermark: newest, seen, failures: 0, changedAt, watches: watches.map(nameOf) };
}

const later = (newest: string | undefined, row: Deployment): string =>
  newest === undefined || Date.parse(row.updatedAt) > Date.parse(newest) ? row.updatedAt : newest;
