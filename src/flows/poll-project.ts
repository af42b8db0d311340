import type { CardRecord } from '../core/card.ts';
import type { Deployment } from '../core/deployment.ts';
import { rowFingerprint } from '../core/fingerprint.ts';
import type { ProjectId } from '../core/ids.ts';
import { isFinal, isWaiting, phaseOf, supersededBy } from '../core/phase.ts';
import type { HookSigns, Outlook } from '../core/poll-pace.ts';
import type { PollStart, PollState } from '../core/ports/polls.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isPaused, type Watch } from '../core/watch.ts';
import { bringCards, collecting } from './bring-cards.ts';
import { changedRows, OVERLAP_MS, type Present, presentRows } from './changed-rows.ts';
import { heldBack } from './channel-trouble.ts';
import { lookAtFacts } from './project-facts.ts';
import { queueCards } from './queue-cards.ts';
import { canBeStale, queueStaleCards } from './stale-cards.ts';

/** What a poll found out about a project, for the pace of the next one. */
export interface PollResult extends Outlook {
  readonly hooks: HookSigns;
  readonly state: PollState;
}

const UNSEEN: PollState = { watermark: undefined, seen: {}, failures: 0, changedAt: 0 };

/**
 * Compares a project's deployments with what was last seen and brings the cards that must be posted or edited.
 * One list request, and one more for each deployment that waits: an approval leaves no trace in the list.
 *
 * The cards are brought, or queued, before the new state is written, so that a crash in between repeats work and loses
 * none.
 * @returns `undefined` when nobody watches the project any more; what to remember otherwise
 * @throws GitLabError, `store-unavailable`
 */
export async function pollProject(
  ports: Ports,
  { project, watches: all, cards, state: known, signs }: PollStart,
): Promise<PollResult | undefined> {
  const lookedAt = ports.clock.now();
  // A paused watch shows nothing new.
  const watches = all.filter((watch) => !isPaused(watch));
  if (watches.length === 0 && cards.length === 0) return undefined;
  const { news, seen, changedAt, fresh } = await look(ports, project, watches, known);
  const held = await heldBack(ports, cards);
  const wanted = collecting(ports);
  await queueCards(wanted.ports, { project, watches, cards }, news);
  await queueStaleCards(wanted.ports, project, held.free, news);
  await bringCards(ports, [...wanted.requests, ...held.due]);
  const hookFoundAt = foundAt(signs, known, fresh, lookedAt);
  const next = nextState(known ?? UNSEEN, seen, watches, changedAt);
  const facts = await lookAtFacts(ports, project, all, known, lookedAt);
  const followed = [...held.free, ...held.recent];
  return {
    ...outlookOf(news, followed),
    changedAt,
    hooks: { ...signs, foundAt: hookFoundAt },
    state: { ...next, lookedAt, hookFoundAt, ...facts },
  };
}

function outlookOf(news: readonly Deployment[], cards: readonly CardRecord[]) {
  const follows = cards.some((card) => card.phase !== 'superseded');
  return {
    hot: follows || news.some((row) => !isFinal(phaseOf(row))),
    waits: news.some((row) => isWaiting(phaseOf(row))) || cards.some(canBeStale),
  };
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
  const now = ports.clock.now();
  const nothing: Present = { rows: [], servedAt: undefined };
  const sinceLookMs = Math.max(0, now - (known?.lookedAt ?? now));
  const changed =
    known === undefined ? nothing : await changedRows(ports.watcher, project, known.watermark, sinceLookMs);
  const unseen = watches.filter((watch) => known?.watches?.includes(nameOf(watch)) !== true);
  const isNew = known === undefined || unseen.length > 0;
  const present = isNew ? await presentRows(ports.watcher, project) : nothing;
  const fresh = changed.rows.filter((row) => known?.seen[row.id] !== rowFingerprint(row));
  const since = madeAtThere(unseen, present, now);
  const current = present.rows.filter((row) => isNewsSince(since, row, present.rows));
  const news = new Map([...fresh, ...current].map((row) => [row.id, row]));
  return {
    news: [...news.values()],
    // A change between the two requests stays unseen, so that the next poll finds it.
    seen: known === undefined ? present.rows : changed.rows,
    changedAt: fresh.length > 0 || isNew ? now : known.changedAt,
    fresh,
  };
}

/**
 * When the oldest of the new watches was set up, by GitLab's clock: as long before its answer as it is ago by ours. The
 * two clocks are never compared.
 */
function madeAtThere(unseen: readonly Watch[], { servedAt }: Present, now: number): number {
  const ageMs = Math.max(0, now - Math.min(...unseen.map((watch) => watch.madeAt)));
  return (servedAt ?? now) - ageMs;
}

/**
 * Whether a new watch should hear of a row on its first look: it goes on now and no newer one has taken its place, or it
 * ended after the watch was set up.
 */
function isNewsSince(since: number, row: Deployment, present: readonly Deployment[]): boolean {
  if (isFinal(phaseOf(row))) return Date.parse(row.updatedAt) >= since;
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
