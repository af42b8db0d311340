import { type AnyWatch, type AnyWatchName, isGroupName, keyOfWatch } from '../core/group-watch.ts';
import type { TeamId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Watch, WatchName } from '../core/watch.ts';

const LOCK_WAIT_MS = 12_000;

type Stores = Pick<Ports, 'watches' | 'groupWatches'>;

/** The watch of this name as it stands now. */
export function findWatch(ports: Stores, name: WatchName): Promise<Watch | undefined>;
export function findWatch(ports: Stores, name: AnyWatchName): Promise<AnyWatch | undefined>;
export async function findWatch(ports: Stores, name: AnyWatchName): Promise<AnyWatch | undefined> {
  if (isGroupName(name)) return ports.groupWatches.get(name);
  const { team, channel, project } = name;
  const all = await ports.watches.ofProject(project);
  return all.find((one) => one.team === team && one.channel === channel && one.group === undefined);
}

/** What a channel watches: projects for themselves, and groups. */
export async function watchesIn(
  ports: Stores,
  { team, channel }: Pick<Watch, 'team' | 'channel'>,
): Promise<readonly AnyWatch[]> {
  const groups = await ports.groupWatches.all();
  return [
    ...groups.filter((one) => one.team === team && one.channel === channel),
    ...(await ports.watches.ofChannel(team, channel)),
  ];
}

/** What all channels of a workspace watch. */
export async function allWatchesOf(ports: Stores, team: TeamId): Promise<AnyWatch[]> {
  const own = (await ports.watches.all()).filter((watch) => watch.group === undefined);
  return [...(await ports.groupWatches.all()), ...own].filter((watch) => watch.team === team);
}

/**
 * Changes a watch while nobody else does, in any process: a check under way must not bring back what was just ended, nor
 * write over a new maker. Read the watch anew inside.
 * @throws SlipwayError `busy-elsewhere`
 */
export const holdWatch = <T>(
  { locks }: Pick<Ports, 'locks'>,
  name: AnyWatchName,
  work: () => Promise<T>,
): Promise<T> => locks.hold(`watch-${keyOfWatch(name)}`, LOCK_WAIT_MS, work);

/** The watch without its pause, in this person's name from now on; what waits is news to it. */
export function renewed<W extends AnyWatch>(watch: W, by: Watch['madeBy'], now: number): WithoutPause<W>;
export function renewed({ paused: _pause, ...watch }: AnyWatch, by: Watch['madeBy'], now: number): object {
  return { ...watch, madeBy: by, madeAt: now, confirmedAt: now };
}

type WithoutPause<W extends AnyWatch> = W extends AnyWatch ? Omit<W, 'paused'> : never;
