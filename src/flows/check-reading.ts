import { isError } from '../core/errors.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Watch } from '../core/watch.ts';
import { findWatch, holdWatch } from './find-watch.ts';
import { noteUnreadable } from './project-trouble.ts';

/**
 * The daily look at a watch nobody stands behind: what counts is whether the bot's own token still reads the project. Where
 * it does not, that is trouble like any other, and ends nothing: the file decides what is watched.
 * @throws SlipwayError what GitLab throws while it is in trouble; `store-unavailable`, `busy-elsewhere`
 */
export async function checkReading(ports: Ports, seen: Watch): Promise<void> {
  try {
    await ports.watcher.deployments.list(seen.project, { perPage: 1 });
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    ports.log.warn(
      { channel: seen.channel, project: seen.projectPath, err: error },
      'a project of the watches file cannot be read',
    );
    await noteUnreadable(ports, seen.project);
    return;
  }
  await holdWatch(ports, seen, async () => {
    const watch = await findWatch(ports, seen);
    if (watch?.madeBy === seen.madeBy && watch.madeAt === seen.madeAt)
      await ports.watches.put({ ...watch, confirmedAt: ports.clock.now() });
  });
}
