import { type DeclaredWatch, type FileWatch, isSameDeclaration } from '../../core/declared-watch.ts';
import type { Ports } from '../../core/ports/ports.ts';

const LOCK_WAIT_MS = 12_000;

/** Changes what is kept of the file while nobody else does, in any process. */
export const holdFile = <T>({ locks }: Pick<Ports, 'locks'>, work: () => Promise<T>): Promise<T> =>
  locks.hold('watches-file', LOCK_WAIT_MS, work);

/**
 * Takes what the file says for all that is declared, before anything comes of it. Of several processes the one that
 * started last has the say.
 * @param watches none where no file is named
 * @throws SlipwayError `store-unavailable`, `busy-elsewhere`
 */
export async function declareWatches(ports: Ports, watches: readonly DeclaredWatch[]): Promise<void> {
  await holdFile(ports, async () => {
    const before = await ports.fileWatches.all();
    if (before.length === 0 && watches.length === 0) return;
    await ports.fileWatches.declare(watches);
    ports.log.info({ declared: watches.length, before: before.length }, 'the file of watches was read');
  });
}

/** Keeps what became of a declared watch, as long as it is declared so. */
export async function noteDeclared(ports: Ports, watch: FileWatch): Promise<void> {
  await holdFile(ports, async () => {
    const now = await ports.fileWatches.get(watch);
    if (now !== undefined && isSameDeclaration(now, watch)) await ports.fileWatches.put(watch);
  });
}
