import type { GroupWatch, GroupWatchName } from '../core/group-watch.ts';
import type { ProjectId, SlackUserId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { LossReason } from '../core/watch.ts';
import { record } from './record.ts';
import { announceWatch } from './watch-question.ts';

/**
 * The maker of a group's watch can no longer answer for it: it shows nothing from now on, the channel is told once, and it
 * ends unless its maker may read again, or somebody sets it up anew, in time. The caller holds it.
 */
export async function losePermission(
  ports: Ports,
  watch: GroupWatch & { readonly madeBy: SlackUserId },
  why: LossReason,
): Promise<GroupWatch | undefined> {
  const now = ports.clock.now();
  const { team, channel, group } = watch;
  const name = `group-watch-${team}-${channel}-${group}`;
  const line = { person: { team, user: watch.madeBy }, project: watch.projectPath, channel };
  if (watch.paused === undefined) {
    const paused = { why, at: now, until: now + ports.settings.watchCheck.graceMs };
    await record(ports, { act: 'lose-watch', outcome: why, ...line });
    await leave(ports, watch, watch.projects);
    const stopped = { ...watch, projects: [], paused };
    await ports.groupWatches.put(stopped);
    await announceWatch(ports, `${name}-paused-${now}`, { kind: 'group-paused', watch: stopped, paused });
    return stopped;
  }
  if (watch.paused.until > now) return watch;
  await announceWatch(ports, `${name}-ended-${watch.paused.at}`, { kind: 'group-ended', watch });
  await record(ports, { act: 'lose-watch', outcome: 'done', ...line });
  await ports.groupWatches.remove(watch);
  return undefined;
}

/** Takes the watches of these projects away; what the group's watch said of them ends. */
export async function leave(
  { watches }: Pick<Ports, 'watches'>,
  { team, channel, group }: GroupWatchName,
  projects: readonly ProjectId[],
): Promise<void> {
  for (const project of projects) await watches.remove(team, channel, project, group);
}
