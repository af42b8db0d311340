import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Owner = z.object({ pid: z.number().int(), born: z.string() });
type Owner = z.infer<typeof Owner>;

export type LockResult =
  | { readonly kind: 'held'; readonly release: () => void }
  | { readonly kind: 'in-use'; readonly pid: number };

/**
 * Takes the folder for this process: two Valkeys that save into one folder would overwrite each other. The lock names
 * the process and when it was born, because a restarted container hands the same pid out again.
 * @throws Error of `node:fs` when the folder cannot be written
 */
export function lockDataDir(dataDir: string): LockResult {
  const path = join(dataDir, 'valkey.lock');
  const me: Owner = { pid: process.pid, born: bornOf(process.pid) };
  const draft = `${path}.${me.pid}`;
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600 });
  try {
    for (;;) {
      // A link appears whole or not at all, unlike a file that is created and then written.
      if (tryLink(draft, path)) return { kind: 'held', release: () => rmSync(path, { force: true }) };
      const owner = readOwner(path);
      if (owner !== undefined && isAlive(owner)) return { kind: 'in-use', pid: owner.pid };
      discard(path, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a stale lock; a lock that somebody took in between is put back. */
function discard(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const owner = readOwner(aside);
  if (owner !== undefined && isAlive(owner)) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function readOwner(path: string): Owner | undefined {
  try {
    return Owner.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    if (!hasCode(error, 'EPERM')) return false;
  }
  return bornOf(owner.pid) === owner.born;
}

/**
 * When a process was born, as the kernel counts it (field 22 of proc(5) `stat`, within this boot); empty where there is
 * no `/proc`, where the pid alone has to do.
 */
function bornOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold spaces.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${boot}/${ticks}`;
  } catch {
    return '';
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
