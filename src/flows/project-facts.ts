import { isError } from '../core/errors.ts';
import type { ProjectId } from '../core/ids.ts';
import type { PollState } from '../core/ports/polls.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Watch } from '../core/watch.ts';
import { findWatch, holdWatch } from './find-watch.ts';
import { noteArchived, noteReadable } from './project-trouble.ts';

/** A list of deployments tells neither the project's path nor that it was archived: that is asked once a day. */
const EVERY_MS = 86_400_000;

type Facts = Pick<PollState, 'factsAt' | 'archived'>;

/**
 * What is kept of the project's own record: read once a day, and when a project comes back that could not be read. A new
 * path goes into watches and open cards, since both are kept by the project's id.
 * @throws SlipwayError `store-unavailable`; GitLab's trouble waits for the next day
 */
export async function lookAtFacts(
  ports: Ports,
  project: ProjectId,
  watches: readonly Watch[],
  known: PollState | undefined,
  now: number,
): Promise<Facts> {
  const { factsAt, archived } = known ?? {};
  const isBack = known !== undefined && known.failures > 0 && (await noteReadable(ports, project));
  if (!isBack && (factsAt === undefined || now - factsAt < EVERY_MS))
    return { factsAt: factsAt ?? now, archived };
  try {
    const { path, archived: isArchived } = await ports.watcher.projects.get(project);
    if (watches.some((watch) => watch.projectPath !== path)) await followPath(ports, project, watches, path);
    if (isArchived !== (archived ?? false)) await noteArchived(ports, project, watches, isArchived);
    return { factsAt: now, archived: isArchived };
  } catch (error) {
    if (isError(error, 'store-unavailable')) throw error;
    ports.log.debug({ project, err: error }, 'the standing of a project could not be read');
    return { factsAt: now, archived };
  }
}

async function followPath(
  ports: Ports,
  project: ProjectId,
  watches: readonly Watch[],
  projectPath: string,
): Promise<void> {
  for (const name of watches) {
    await holdWatch(ports, name, async () => {
      const watch = await findWatch(ports, name);
      if (watch !== undefined) await ports.watches.put({ ...watch, projectPath });
    });
  }
  for (const { id } of await ports.cards.open(project)) {
    await ports.locks.hold(`card-${id}`, 15_000, async () => {
      const card = await ports.cards.get(id);
      if (card !== undefined) await ports.cards.put({ ...card, projectPath });
    });
  }
  ports.log.info({ project }, 'a project has a new path');
}
