import { codeOf, type ErrorCode } from '../core/errors.ts';
import type { AnyOwnWatch, AnyPausedWatch } from '../core/group-watch.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isPaused, type LossReason, makerOf, type Watch, type WatchName } from '../core/watch.ts';
import { isDirect } from '../core/watch-delivery.ts';
import { asPerson } from './as-person.ts';
import { checkReading } from './check-reading.ts';
import { endUnclaimed } from './end-watch.ts';
import { findWatch, holdWatch, renewed } from './find-watch.ts';
import { putWatch } from './put-watch.ts';
import { record } from './record.ts';
import { recordWatch } from './record-watch.ts';
import { askChannel, closeQuestion } from './watch-question.ts';

/**
 * Queues a check of each watch whose maker was last seen to have read permission too long ago, and of each that waits
 * to be taken over.
 * @throws SlipwayError `store-unavailable`
 */
export async function queueWatchChecks(ports: Ports): Promise<void> {
  for (const watch of await ports.watches.all()) {
    if (watch.group === undefined && isDue(ports, watch)) await ports.jobs.checkWatch(watch);
  }
}

const isDue = ({ clock, settings }: Ports, watch: Watch): boolean =>
  isPaused(watch) || (watch.confirmedAt ?? watch.madeAt) + settings.watchCheck.everyMs <= clock.now();

/**
 * Looks, with the maker's own connection, whether the maker of a watch may still read its project. Where not, the watch
 * shows nothing new from now on, and the channel is asked once whether somebody else keeps it; where nobody does in
 * time, it ends. Safe to repeat at any point.
 * @throws SlipwayError what GitLab and Slack throw while they are in trouble: that tells nothing of the maker, and the
 *   watch stays as it is; `store-unavailable`, `busy-elsewhere`
 */
export async function checkWatch(ports: Ports, name: WatchName): Promise<void> {
  const seen = await findWatch(ports, name);
  if (seen === undefined || !isDue(ports, seen)) return;
  const maker = makerOf(seen);
  if (maker === undefined) return checkReading(ports, seen);
  const loss = await lossOf(ports, seen, maker);
  await holdWatch(ports, name, async () => {
    const watch = await findWatch(ports, name);
    // Ended, or in somebody's name anew, while GitLab was asked.
    if (watch === undefined || watch.madeBy !== seen.madeBy || watch.madeAt !== seen.madeAt) return;
    const own = { ...watch, madeBy: maker.user };
    if (loss === undefined) return confirm(ports, own);
    await heedLoss(ports, own, loss);
  });
}

/** What GitLab and Slack say of the maker, by the error it comes as. Everything else is trouble, and says nothing. */
const LOSSES: Partial<Record<ErrorCode, LossReason>> = {
  'account-refused': 'left',
  'not-connected': 'disconnected',
  'connection-lost': 'disconnected',
  'secret-unreadable': 'disconnected',
  'gitlab-unauthorized': 'disconnected',
  'gitlab-forbidden': 'no-access',
  'gitlab-not-found': 'no-access',
};

/** Why somebody can no longer answer for a watch. */
export interface Loss {
  readonly why: LossReason;
  readonly code: ErrorCode;
}

/** The loss that an error of GitLab's or Slack's tells of; `undefined` where it says nothing about the maker. */
export function lossBehind(error: unknown): Loss | undefined {
  const code = codeOf(error);
  const why = LOSSES[code];
  return why === undefined ? undefined : { why, code };
}

async function lossOf(ports: Ports, watch: Watch, maker: SlackPerson): Promise<Loss | undefined> {
  try {
    const { api } = await asPerson(ports, maker);
    await api.deployments.list(watch.project, { perPage: 1 });
    return undefined;
  } catch (error) {
    const loss = lossBehind(error);
    if (loss === undefined) throw error;
    return loss;
  }
}

async function confirm(ports: Ports, watch: Watch & AnyOwnWatch): Promise<void> {
  const now = ports.clock.now();
  if (!isPaused(watch)) {
    await ports.watches.put({ ...watch, confirmedAt: now });
    return;
  }
  await ports.watches.put(renewed(watch, watch.madeBy, now));
  await ports.polls.dueBy(watch.project, now);
  await tellRegained(ports, watch);
}

/** Whoever set a paused watch up may read again: that is on record, and the channel need not answer any more. */
export async function tellRegained(ports: Ports, watch: AnyPausedWatch): Promise<void> {
  await recordWatch(ports, { act: 'take-over-watch', ...lineOf(watch) });
  await closeQuestion(ports, watch, { how: 'regained', by: watch.madeBy });
}

/**
 * Whoever set a watch up can no longer answer for it: it pauses, the channel is asked, once, and where nobody keeps it in
 * time, it ends. What comes to them alone ends at once. The caller holds it.
 * @throws SlipwayError as `askChannel`; `store-unavailable`
 */
export async function heedLoss(ports: Ports, watch: AnyOwnWatch, loss: Loss): Promise<void> {
  const paused = isPaused(watch) ? watch : await pause(ports, watch, loss);
  // Nobody else is there to keep it.
  if (isDirect(watch.channel)) return endUnclaimed(ports, paused);
  await askChannel(ports, paused);
  if (paused.paused.until <= ports.clock.now()) await endUnclaimed(ports, paused);
}

async function pause(ports: Ports, watch: AnyOwnWatch, { why, code }: Loss): Promise<AnyPausedWatch> {
  const at = ports.clock.now();
  const paused = { ...watch, paused: { why, at, until: at + ports.settings.watchCheck.graceMs } };
  await record(ports, { act: 'lose-watch', outcome: code, ...lineOf(watch) });
  await putWatch(ports, paused);
  ports.log.info({ channel: watch.channel, project: watch.projectPath, why }, 'a watch was paused');
  return paused;
}

const lineOf = (watch: AnyOwnWatch) => ({
  person: { team: watch.team, user: watch.madeBy },
  project: watch.projectPath,
  channel: watch.channel,
});
