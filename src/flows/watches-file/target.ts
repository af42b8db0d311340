import type { FileWatch } from '../../core/declared-watch.ts';
import { isError } from '../../core/errors.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { noteDeclared } from './declare.ts';

/** What one look at all that is declared finds out on its way. */
export interface Round {
  /** What the lines so far are about: channel, kind, and GitLab's id. */
  readonly taken: Set<string>;
  /** Those of which nothing can come, as was not known before. */
  readonly lost: FileWatch[];
}

/** What a declared watch is about, as GitLab has it. */
interface Target {
  readonly id: number;
  /** Full path. */
  readonly path: string;
}

/** Whether GitLab said already what a declared watch is about, and there is nothing wrong with it. */
export const isKnown = (declared: FileWatch, { taken }: Round): declared is FileWatch & { id: number } =>
  declared.id !== undefined && declared.trouble === undefined && !taken.has(nameOf(declared, declared.id));

/** Keeps the lines to come from being about the same. */
export const take = (declared: FileWatch, id: number, { taken }: Round): void =>
  void taken.add(nameOf(declared, id));

/**
 * Finds what a declared watch is about, as the bot's own token sees it, and notes it. Where the bot may not read it, or a
 * line before is about the same, nothing can come of it.
 * @returns `undefined` where nothing can
 * @throws SlipwayError what GitLab throws while it is in trouble
 */
export async function findTarget(
  ports: Ports,
  declared: FileWatch,
  round: Round,
): Promise<Target | undefined> {
  const found = await read(ports, declared).catch((error: unknown) => {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    return undefined;
  });
  const isTwice = found !== undefined && round.taken.has(nameOf(declared, found.id));
  if (found === undefined || isTwice) {
    const code = isTwice ? 'twice' : 'unreadable';
    const id = isTwice ? undefined : declared.id;
    if (declared.trouble?.code !== code)
      round.lost.push({ ...declared, id, trouble: { code, since: ports.clock.now() } });
    return undefined;
  }
  take(declared, found.id, round);
  if (declared.id !== found.id || declared.trouble !== undefined)
    await noteDeclared(ports, { ...declared, id: found.id, trouble: undefined });
  return found;
}

async function read({ watcher }: Ports, { of }: FileWatch): Promise<Target> {
  if (of.kind === 'group') {
    const { id, path } = await watcher.groups.get(of.ref);
    await watcher.groups.projects(id, { perPage: 1 });
    return { id, path };
  }
  const { id, path } = await watcher.projects.get(of.ref);
  // A guest sees the project, but not its deployments.
  await watcher.deployments.list(id, { perPage: 1 });
  return { id, path };
}

const nameOf = ({ channel, of }: FileWatch, id: number): string => `${channel}/${of.kind}/${id}`;
