import type { FileWatch } from '../../core/declared-watch.ts';
import { codeOf } from '../../core/errors.ts';
import { type AnyWatch, isGroupWatch, keyOfWatch } from '../../core/group-watch.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { isFromFile } from '../../core/watch.ts';
import { allWatchesOf, findWatch, holdWatch } from '../find-watch.ts';
import { unmarkedBy } from '../may-end-watch.ts';
import { removeWatch } from '../put-watch.ts';
import { record } from '../record.ts';
import { announce } from './announce.ts';

/**
 * Ends what the file set up and declares no longer: put on record and told to the channel first, so that nothing ends in
 * silence, whatever dies in between.
 * @returns whether all of it was done
 * @throws SlipwayError `store-unavailable`
 */
export async function endUndeclared(ports: Ports): Promise<boolean> {
  const declared = byChannel(await ports.fileWatches.all());
  const watches = await allWatchesOf(ports, ports.settings.team);
  let isWhole = true;
  for (const watch of watches.filter((one) => isFromFile(one) && mayEnd(declared, one))) {
    try {
      await end(ports, watch);
    } catch (error) {
      if (codeOf(error) === 'store-unavailable') throw error;
      isWhole = false;
      const { channel, projectPath: project } = watch;
      ports.log.warn({ channel, project, err: error }, 'the end of a watch from the file has to wait');
    }
  }
  return isWhole;
}

type Declared = ReadonlyMap<string, readonly FileWatch[]>;

function byChannel(watches: readonly FileWatch[]): Declared {
  const found = new Map<string, FileWatch[]>();
  for (const watch of watches) {
    const others = found.get(watch.channel);
    if (others === undefined) found.set(watch.channel, [watch]);
    else others.push(watch);
  }
  return found;
}

/** What is declared, but was not found in GitLab yet, may be this very thing under another name. */
function mayEnd(declared: Declared, watch: AnyWatch): boolean {
  const [kind, id] = isGroupWatch(watch) ? ['group', watch.group] : ['project', watch.project];
  return !(declared.get(watch.channel) ?? []).some(
    (one) => one.of.kind === kind && (one.id === id || (one.id === undefined && one.trouble === undefined)),
  );
}

async function end(ports: Ports, seen: AnyWatch): Promise<void> {
  await holdWatch(ports, seen, async () => {
    const watch = await findWatch(ports, seen);
    if (watch === undefined || !isFromFile(watch)) return;
    if (!mayEnd(byChannel(await ports.fileWatches.all()), watch)) return;
    const { channel, projectPath: project, madeAt } = watch;
    const id = `file-watch-${keyOfWatch(watch)}-${madeAt}-ended`;
    const line = { act: 'unwatch', outcome: 'done', actor: 'file', project, channel } as const;
    await record(ports, { ...line, ...unmarkedBy(watch) }, id);
    await announce(ports, id, { kind: 'watch-stopped', watch, by: 'file' });
    await removeWatch(ports, watch);
  });
}
