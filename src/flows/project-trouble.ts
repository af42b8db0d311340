import type { ProjectId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Trouble } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { tellMakers } from './trouble.ts';

/** So many refusals, over so long, are no accident: GitLab hides a project for moments while it is moved. */
const LASTING = { times: 3, ms: 10 * 60_000 };

/**
 * Notes that GitLab does not show a project to the watcher. Once that lasts, those who watch it hear how to mend it; the
 * watch stays, and goes on by itself when the project is back.
 * @returns how often it was met in a row
 */
export async function noteUnreadable(ports: Ports, project: ProjectId): Promise<number> {
  const [known] = await ports.troubles.of([{ project }]);
  const now = ports.clock.now();
  const trouble: Trouble = {
    code: 'project-unreadable',
    since: known?.since ?? now,
    times: (known?.times ?? 0) + 1,
    nextTryAt: now,
    told: known?.told ?? false,
  };
  await ports.troubles.put({ project }, trouble);
  const lasts = trouble.times >= LASTING.times && now - trouble.since >= LASTING.ms;
  if (lasts && !trouble.told) {
    await tellMakers(ports, await ports.watches.ofProject(project), trouble.code, {});
    await ports.troubles.put({ project }, { ...trouble, told: true });
  }
  return trouble.times;
}

/** The project answers. Resolves to whether it did not before. */
export const noteReadable = ({ troubles }: Ports, project: ProjectId): Promise<boolean> =>
  troubles.clear({ project });

/** A project was archived, which its watchers are told, or came back from that. */
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
  await tellMakers(ports, watches, 'project-archived', {});
  await ports.troubles.put(place, {
    code: 'project-archived',
    since: now,
    times: 1,
    nextTryAt: now,
    told: true,
  });
}
