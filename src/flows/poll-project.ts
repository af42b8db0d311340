import type { Deployment } from '../core/deployment.ts';
import { rowFingerprint } from '../core/fingerprint.ts';
import type { ProjectId } from '../core/ids.ts';
import { isFinal, isWaiting, phaseOf, supersededBy } from '../core/phase.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { PollState } from '../core/ports/stores.ts';
import type { Watch } from '../core/watch.ts';
import { changedRows, OVERLAP_MS, presentRows } from './changed-rows.ts';
import { queueCards } from './queue-cards.ts';
import { queueStaleCards } from './stale-cards.ts';

/** What a poll found out about a project, for the pace of the next one. */
export interface PollResult {
  /** Somebody waits, or something runs. */
  readonly hot: boolean;
  /** Nobody watches the project any more. */
  readonly forgotten: boolean;
  readonly changedAt: number;
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
  const [watches, cards, known] = await Promise.all([
    ports.watches.ofProject(project),
    ports.cards.open(project),
    ports.polls.read(project),
  ]);
  if (watches.length === 0 && cards.length === 0) {
    await ports.polls.forget(project);
    return { hot: false, forgotten: true, changedAt: 0 };
  }
  const { news, seen, changedAt } = await look(ports, project, watches, known);
  await queueCards(ports, { project, watches, cards }, news);
  await queueStaleCards(ports, project, cards, news);
  await ports.polls.write(project, nextState(known ?? UNSEEN, seen, watches, changedAt));
  const follows = cards.some((card) => card.phase !== 'superseded');
  const hot = follows || news.some((row) => !isFinal(phaseOf(row)));
  return { hot, forgotten: false, changedAt };
}

/**
 * Reads what GitLab has. What changed is news; to a watch that is new, so is everything that is going on now, but not
 * the project's past.
 */
async function look(
  ports: Ports,
  project: ProjectId,
  watches: readonly Watch[],
  known: PollState | undefined,
): Promise<{ news: Deployment[]; seen: readonly Deployment[]; changedAt: number }> {
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
