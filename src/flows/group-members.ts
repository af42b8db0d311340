import { type GroupWatch, type GroupWatchName, keyOfWatch, memberWatch } from '../core/group-watch.ts';
import type { ProjectId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import { marks } from '../core/step-up.ts';
import { makerOf, Watch } from '../core/watch.ts';
import { UNMARKED } from './may-end-watch.ts';
import { record } from './record.ts';

/** A project as a group's watch covers it. */
interface Member {
  readonly id: ProjectId;
  readonly path: string;
}

/**
 * Gives a project the watch that says what its group's watch says.
 * @param since from when on its deployments are news, epoch ms; without it, from when it joined
 */
export async function join(
  ports: Pick<Ports, 'watches' | 'polls' | 'clock'>,
  watch: GroupWatch,
  { id, path }: Member,
  since?: number,
): Promise<void> {
  const standing = await memberOf(ports, watch, id);
  const now = ports.clock.now();
  // What a project did before it joined is no news.
  const next = { ...memberWatch(watch, id, path), madeAt: since ?? standing?.madeAt ?? now };
  if (standing !== undefined && isSame(standing, next)) return;
  await ports.watches.put(next);
  if (standing?.madeAt !== next.madeAt) await ports.polls.dueBy(id, now);
}

/** Has every project that a group's watch covers say what that says now. */
export async function rewriteMembers(
  ports: Pick<Ports, 'watches' | 'polls' | 'clock'>,
  watch: GroupWatch,
  since?: number,
): Promise<void> {
  for (const id of watch.projects) {
    const standing = await memberOf(ports, watch, id);
    if (standing !== undefined) await join(ports, watch, { id, path: standing.projectPath }, since);
  }
}

/** Takes the watches of these projects away; what the channel watches of them for themselves stays. */
export async function leave(
  { watches }: Pick<Ports, 'watches'>,
  { team, channel, group }: GroupWatchName,
  projects: readonly ProjectId[],
): Promise<void> {
  for (const project of projects) await watches.remove(team, channel, project, group);
}

/** A project that leaves takes its mark along, which nobody chose: the audit trail tells. */
export async function recordUnmarked(
  ports: Ports,
  watch: GroupWatch,
  left: readonly ProjectId[],
): Promise<void> {
  if (!marks(watch)) return;
  const person = makerOf(watch);
  const by = person === undefined ? ({ actor: 'file' } as const) : { person };
  for (const id of left) {
    const member = await memberOf(ports, watch, id);
    if (member === undefined) continue;
    const { projectPath: project, channel, madeAt } = member;
    const line = { act: 'lose-watch', outcome: 'done', project, channel, detail: UNMARKED, ...by } as const;
    await record(ports, line, `unmarked-${keyOfWatch(watch)}-${id}-${madeAt}`);
  }
}

async function memberOf(
  { watches }: Pick<Ports, 'watches'>,
  { team, channel, group }: GroupWatchName,
  project: ProjectId,
): Promise<Watch | undefined> {
  const all = await watches.ofProject(project);
  return all.find((one) => one.team === team && one.channel === channel && one.group === group);
}

/** The schema puts both in the same order. */
const isSame = (one: Watch, other: Watch): boolean =>
  JSON.stringify(Watch.parse(one)) === JSON.stringify(Watch.parse(other));
