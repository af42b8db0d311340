import { type AnyWatch, type GroupWatch, isGroupWatch } from '../core/group-watch.ts';
import type { Ports } from '../core/ports/ports.ts';
import { leave, rewriteMembers } from './group-members.ts';
import { putWatch } from './put-watch.ts';
import { refreshGroup } from './refresh-group.ts';

/**
 * Puts a watch back that another one replaced. A pause begins anew, since the question about it was closed. The caller holds it.
 * @param watch what stands there now
 * @throws SlipwayError `store-unavailable`
 */
export async function restoreWatch(ports: Ports, watch: AnyWatch, before: AnyWatch): Promise<AnyWatch> {
  const at = ports.clock.now();
  const { paused, ...rule } = before;
  const restored: AnyWatch =
    paused === undefined
      ? rule
      : { ...rule, paused: { ...paused, at, until: at + ports.settings.watchCheck.graceMs } };
  if (isGroupWatch(watch) && isGroupWatch(restored)) return restoreGroup(ports, watch, restored, at);
  await putWatch(ports, restored);
  if (!isGroupWatch(restored)) await ports.polls.dueBy(restored.project, at);
  return restored;
}

/**
 * Its projects say again what they said, from now on. One that only the old watch covered joins it when its maker is asked
 * about the group next.
 */
async function restoreGroup(
  ports: Ports,
  watch: GroupWatch,
  before: GroupWatch,
  now: number,
): Promise<GroupWatch> {
  const kept = watch.projects.filter((id) => before.projects.includes(id));
  const others = watch.projects.filter((id) => !before.projects.includes(id));
  // Named until they are gone, so that the next round finds what a crash leaves.
  await ports.groupWatches.put({ ...before, projects: [...before.projects, ...others] });
  await leave(ports, watch, others);
  await rewriteMembers(ports, { ...before, projects: kept }, now);
  await ports.groupWatches.put(before);
  return before;
}

/** What is restored stands, whether GitLab answers just now or not. */
export async function refreshSoon(ports: Ports, watch: AnyWatch | undefined): Promise<void> {
  if (watch === undefined || !isGroupWatch(watch)) return;
  try {
    await refreshGroup(ports, watch);
  } catch (error) {
    ports.log.info({ group: watch.group, err: error }, 'a restored watch is brought up to date later');
  }
}
