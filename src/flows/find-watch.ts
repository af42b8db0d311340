import type { Ports } from '../core/ports/ports.ts';
import type { Watch, WatchName } from '../core/watch.ts';

const LOCK_WAIT_MS = 12_000;

/** The watch of this name as it stands now. */
export async function findWatch(
  { watches }: Pick<Ports, 'watches'>,
  { team, channel, project }: WatchName,
): Promise<Watch | undefined> {
  const all = await watches.ofProject(project);
  return all.find((one) => one.team === team && one.channel === channel && one.group === undefined);
}

/**
 * Changes a watch while nobody else does, in any process: a check under way must not bring back what was just ended, nor
 * write over a new maker. Read the watch anew inside.
 * @throws SlipwayError `busy-elsewhere`
 */
export const holdWatch = <T>(
  { locks }: Pick<Ports, 'locks'>,
  { team, channel, project }: WatchName,
  work: () => Promise<T>,
): Promise<T> => locks.hold(`watch-${team}-${channel}-${project}`, LOCK_WAIT_MS, work);

/** The watch without its pause, in this person's name from now on; what waits is news to it. */
export const renewed = ({ paused: _pause, ...watch }: Watch, by: Watch['madeBy'], now: number): Watch => ({
  ...watch,
  madeBy: by,
  madeAt: now,
  confirmedAt: now,
});
