import { type AnyWatch, type GroupWatch, isGroupWatch } from '../core/group-watch.ts';
import type { ProjectId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Trouble, TroubledPlace } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { tellMakers } from './trouble.ts';

/** So many refusals, over so long, are no accident: GitLab hides a project for moments while it is moved. */
const LASTING = { times: 3, ms: 10 * 60_000 };
/** By then a group's watch has let go of a project that was deleted or moved away. */
const LEFT_MS = 45 * 60_000;

/**
 * Notes that GitLab does not show a project to the watcher. Once that lasts, those who watch it hear how to mend it; the
 * watch stays, and goes on by itself when the project is back.
 * @returns how often it was met in a row
 */
export function noteUnreadable(ports: Ports, project: ProjectId): Promise<number> {
  return noteHidden(ports, { project }, async (ageMs) => {
    const watches = await ports.watches.ofProject(project);
    return watches.filter((watch) => watch.group === undefined || ageMs >= LEFT_MS);
  });
}

/** The same of a group: of a deleted one each maker hears once, and not once for each of its projects. */
export function noteGroupUnreadable(ports: Ports, group: number): Promise<number> {
  return noteHidden(ports, { group }, async () => watchesOf(await ports.groupWatches.all(), group));
}

const watchesOf = (all: readonly GroupWatch[], group: number): readonly GroupWatch[] =>
  all.filter((watch) => watch.group === group);

async function noteHidden(
  ports: Ports,
  place: TroubledPlace,
  concerned: (ageMs: number) => Promise<readonly AnyWatch[]>,
): Promise<number> {
  const [known] = await ports.troubles.of([place]);
  const now = ports.clock.now();
  const trouble: Trouble = {
    code: 'project-unreadable',
    since: known?.since ?? now,
    times: (known?.times ?? 0) + 1,
    nextTryAt: now,
    told: known?.told ?? false,
  };
  await ports.troubles.put(place, trouble);
  const ageMs = now - trouble.since;
  if (trouble.told || trouble.times < LASTING.times || ageMs < LASTING.ms) return trouble.times;
  const watches = await heedGroups(ports, await concerned(ageMs));
  if (watches.length === 0) return trouble.times;
  await tellMakers(ports, watches, trouble.code, {});
  await ports.troubles.put(place, { ...trouble, told: true });
  return trouble.times;
}

/** Whoever hears of a group as a whole need not hear of each project in it. */
async function heedGroups(ports: Ports, watches: readonly AnyWatch[]): Promise<readonly AnyWatch[]> {
  const kept = await Promise.all(
    watches.map(async (watch) => {
      if (isGroupWatch(watch) || watch.group === undefined) return true;
      return (await ports.troubles.of([{ group: watch.group }]))[0] === undefined;
    }),
  );
  return watches.filter((_watch, at) => kept[at]);
}

/** The project answers. Resolves to whether it did not before. */
export const noteReadable = ({ troubles }: Ports, project: ProjectId): Promise<boolean> =>
  troubles.clear({ project });

/** The group does. */
export const noteGroupReadable = ({ troubles }: Ports, group: number): Promise<boolean> =>
  troubles.clear({ group });

/** A project was archived, which those who watch it for itself are told, or came back from that. */
export async function noteArchived(
  ports: Ports,
  project: ProjectId,
  watches: readonly Watch[],
  isArchived: boolean,
): Promise<void> {
  const place = { archived: project };
  if (!isArchived) {
    await ports.troubles.clear(place);
    return;
  }
  const now = ports.clock.now();
  // It leaves its group's watch by itself, as that says.
  const own = watches.filter((watch) => watch.group === undefined);
  await tellMakers(ports, own, 'project-archived', {});
  await ports.troubles.put(place, {
    code: 'project-archived',
    since: now,
    times: 1,
    nextTryAt: now,
    told: true,
  });
}
