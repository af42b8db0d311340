import type { Deployment } from '../core/deployment.ts';
import { seenRow } from '../core/fingerprint.ts';
import type { ProjectId } from '../core/ids.ts';
import { isFinal, isWaiting, phaseOf, supersededBy } from '../core/phase.ts';
import type { PollState } from '../core/ports/polls.ts';
import type { Ports } from '../core/ports/ports.ts';
import { sha256 } from '../core/sha256.ts';
import type { Watch } from '../core/watch.ts';
import { changedRows, OVERLAP_MS, type Present, presentRows } from './changed-rows.ts';

/** What a look at a project's list of deployments found. */
export interface Look {
  readonly news: readonly Deployment[];
  /** What is to be remembered. */
  readonly seen: Present;
  readonly changedAt: number;
  /** News that changed since the last look. */
  readonly fresh: readonly Deployment[];
}

/**
 * Reads what GitLab has. What changed is news; to a watch that is new, so is everything that is going on now, but not
 * the project's past.
 */
export async function look(
  ports: Ports,
  project: ProjectId,
  watches: readonly Watch[],
  known: PollState | undefined,
): Promise<Look> {
  const now = ports.clock.now();
  const nothing: Present = { rows: [], servedAt: undefined };
  const changed = known === undefined ? nothing : await changedRows(ports.watcher, project, known, now);
  const unseen = watches.filter((watch) => known?.watches.includes(nameOf(watch)) !== true);
  const isNew = known === undefined || unseen.length > 0;
  const present = isNew ? await presentRows(ports.watcher, project) : nothing;
  const fresh = changed.rows.filter((row) => known?.seen[row.id]?.digest !== seenRow(row).digest);
  const since = madeAtThere(unseen, known?.lookedAt, present, now);
  const current = present.rows.filter((row) => isNewsSince(since, row, present.rows));
  const news = new Map([...fresh, ...current].map((row) => [row.id, row]));
  return {
    news: [...news.values()],
    // A change between the two requests stays unseen, so that the next poll finds it.
    seen: known === undefined ? present : changed,
    changedAt: fresh.length > 0 || isNew ? now : known.changedAt,
    fresh,
  };
}

/**
 * When the oldest of the new watches was set up, by GitLab's clock: as long before its answer as it is ago by ours. What was
 * looked at before is past to a watch that stood then without being in force, and to one that was restored.
 */
function madeAtThere(
  unseen: readonly Watch[],
  lookedAt: number | undefined,
  { servedAt }: Present,
  now: number,
): number {
  const madeAt = Math.max(Math.min(...unseen.map((watch) => watch.madeAt)), lookedAt ?? 0);
  const ageMs = Math.max(0, now - madeAt);
  // GitLab tells whole seconds: within those the clocks agree, and ours is the finer one.
  const isAlike = servedAt === undefined || Math.abs(servedAt - now) < 2_000;
  return (isAlike ? now : servedAt) - ageMs;
}

/**
 * Whether a new watch should hear of a row on its first look: it goes on now and no newer one has taken its place, or it
 * ended after the watch was set up.
 */
function isNewsSince(since: number, row: Deployment, present: readonly Deployment[]): boolean {
  if (isFinal(phaseOf(row))) return Date.parse(row.updatedAt) >= since;
  return !isWaiting(phaseOf(row)) || supersededBy(row, present) === undefined;
}

/** Differs for each watch, and for each time it was set up anew. */
export const nameOf = ({ team, channel, madeAt }: Pick<Watch, 'team' | 'channel' | 'madeAt'>): string =>
  sha256(`${team}/${channel}@${madeAt}`).slice(0, 10);

/**
 * Rows older than the overlap are never listed again, so they need not be remembered. The watermark is never ahead of
 * GitLab's clock, which may have been set back.
 */
export function nextState(
  state: PollState | undefined,
  { rows, servedAt }: Present,
  watches: readonly Watch[],
  changedAt: number,
): PollState {
  const marks = rows.map((row) => [row.id, seenRow(row)] as const);
  const newest = latest([state?.watermark, ...marks.map(([, { updatedAt }]) => updatedAt)]);
  const isAhead = newest !== undefined && servedAt !== undefined && newest >= servedAt + 1_000;
  const watermark = isAhead ? servedAt : newest;
  const keepFrom = (watermark ?? 0) - 2 * OVERLAP_MS;
  const kept = Object.entries(state?.seen ?? {}).filter(([, { updatedAt }]) => updatedAt >= keepFrom);
  const seen = Object.fromEntries([...kept, ...marks]);
  return { watermark, servedAt, seen, failures: 0, changedAt, watches: watches.map(nameOf) };
}

const latest = (moments: readonly (number | undefined)[]): number | undefined =>
  moments.reduce(
    (last, one) => (one !== undefined && (last === undefined || one > last) ? one : last),
    undefined,
  );
