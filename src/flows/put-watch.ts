import { type AnyWatch, isGroupWatch } from '../core/group-watch.ts';
import type { Ports } from '../core/ports/ports.ts';
import { leave, rewriteMembers } from './group-members.ts';

/**
 * Puts a watch on record as it shall stand from now on; a group's with the watches of its projects. The caller holds it.
 * @throws SlipwayError `store-unavailable`
 */
export async function putWatch(ports: Ports, watch: AnyWatch): Promise<void> {
  if (!isGroupWatch(watch)) {
    await ports.watches.put(watch);
    return;
  }
  // First, so that the next round finishes what a crash leaves undone.
  await ports.groupWatches.put(watch);
  await rewriteMembers(ports, watch);
}

/**
 * Takes a watch away. The caller holds it.
 * @throws SlipwayError `store-unavailable`
 */
export async function removeWatch(ports: Ports, watch: AnyWatch): Promise<void> {
  const { team, channel } = watch;
  if (!isGroupWatch(watch)) {
    await ports.watches.remove(team, channel, watch.project);
    return;
  }
  // Last, so that a repetition still knows what to take away.
  await leave(ports, watch, watch.projects);
  await ports.groupWatches.remove(watch);
}
