import type { Project } from '../core/deployment.ts';
import { isError } from '../core/errors.ts';
import { type GroupWatch, isGroupWatch } from '../core/group-watch.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isPaused, makerOf } from '../core/watch.ts';
import { asPerson } from './as-person.ts';
import { heedLoss, type Loss, lossBehind, tellRegained } from './check-watch.ts';
import { cover } from './cover-group.ts';
import { findWatch, holdWatch, renewed } from './find-watch.ts';
import { noteGroupReadable, noteGroupUnreadable } from './project-trouble.ts';
import { projectsIn, type Reach, reachOf } from './reach-group.ts';

/** Brings every group watch up to date, one after the other. One that fails is tried again the next time. */
export async function refreshGroups(ports: Ports): Promise<void> {
  for (const watch of await ports.groupWatches.all()) {
    try {
      await refreshGroup(ports, watch);
    } catch (error) {
      if (isError(error, 'store-unavailable')) throw error;
      ports.log.warn({ group: watch.group, err: error }, 'the projects of a watched group could not be read');
    }
  }
}

/**
 * Has new projects of a group join its watch, and those that left it or were archived leave. The bot's token says which
 * there are; whether one is shown is up to its maker's own rights, asked when it joins and once a day. A maker who can no
 * longer answer for it is found here, too.
 * @throws SlipwayError what GitLab throws while it is in trouble: the watch stays as it is; `busy-elsewhere`
 */
export async function refreshGroup(ports: Ports, seen: GroupWatch): Promise<void> {
  const now = ports.clock.now();
  const isChecked = !isPaused(seen) && (seen.confirmedAt ?? 0) + ports.settings.watchCheck.everyMs > now;
  const present = await presentIn(ports, seen);
  const found =
    present === undefined ? stillPaused(seen) : await reachOfMaker(ports, seen, present, isChecked);
  if (found === undefined) return;
  await holdWatch(ports, seen, async () => {
    const watch = await findWatch(ports, seen);
    // Ended, or in somebody's name anew, while GitLab was asked.
    if (watch === undefined || !isGroupWatch(watch)) return;
    if (watch.madeBy !== seen.madeBy || watch.madeAt !== seen.madeAt) return;
    // What was read before it paused says nothing of whoever lost it since.
    if (watch.paused?.at !== seen.paused?.at) return;
    if ('why' in found)
      return watch.madeBy === 'file' ? undefined : heedLoss(ports, { ...watch, madeBy: watch.madeBy }, found);
    if (!isPaused(watch)) {
      const confirmedAt = isChecked ? (watch.confirmedAt ?? now) : now;
      await cover(ports, { ...watch, confirmedAt }, found);
      return;
    }
    await cover(ports, renewed(watch, watch.madeBy, now), found, now);
    await tellRegained(ports, watch);
  });
}

/**
 * What the bot sees of the group.
 * @returns `undefined` for one it cannot see, which is trouble like a project it cannot see
 */
async function presentIn(ports: Ports, watch: GroupWatch): Promise<readonly Project[] | undefined> {
  try {
    const present = await projectsIn(ports.watcher, watch.group);
    await noteGroupReadable(ports, watch.group);
    return present;
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    await noteGroupUnreadable(ports, watch.group);
    ports.log.warn({ group: watch.group, err: error }, 'a watched group cannot be read');
    return undefined;
  }
}

/** A deadline is kept whatever became of the group. */
const stillPaused = ({ paused }: GroupWatch): Loss | undefined =>
  paused === undefined ? undefined : { why: paused.why, code: 'gitlab-not-found' };

async function reachOfMaker(
  ports: Ports,
  watch: GroupWatch,
  present: readonly Project[],
  isChecked: boolean,
): Promise<Reach | Loss | undefined> {
  // With nobody behind it, what the bot itself may read is shown.
  const maker = makerOf(watch);
  try {
    const api = maker === undefined ? ports.watcher : (await asPerson(ports, maker)).api;
    const reach = await reachOf(api, watch.group, present, new Set(isChecked ? watch.projects : []));
    if (maker === undefined || reach.refusal === undefined || !covers(watch, present)) return reach;
    // Not lost where what they might not read is gone meanwhile.
    return covers(watch, await presentIn(ports, watch)) ? lossBehind(reach.refusal) : undefined;
  } catch (error) {
    const loss = lossBehind(error);
    if (loss === undefined || maker === undefined) throw error;
    if (loss.why !== 'no-access') return loss;
    return (await presentIn(ports, watch)) === undefined ? undefined : loss;
  }
}

const covers = ({ projects }: GroupWatch, present: readonly Project[] | undefined): boolean =>
  present?.some(({ id }) => projects.includes(id)) ?? false;
