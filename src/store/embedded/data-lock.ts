import {
  linkSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Owner = z.object({ pid: z.number().int(), born: z.string(), space: z.string() });
type Owner = z.infer<typeof Owner>;

export type LockResult =
  | { readonly kind: 'held'; readonly release: () => void }
  | { readonly kind: 'in-use'; readonly pid: number };

const SIGN_EVERY_MS = 1_000;
/** Without a sign of life for so long, nobody holds the folder. The owner's longest pause is a save of a few megabytes. */
const SILENT_MS = 8_000;

/**
 * Takes the folder for this process: two Valkeys that save into one folder would overwrite each other. The lock names
 * the process and when it was born, because a restarted container hands the same pid out again. Beside it lies a sign of
 * life, because a container cannot see the processes of another one on the same volume.
 * @throws Error of `node:fs` when the folder cannot be written
 */
export function lockDataDir(dataDir: string): LockResult {
  const path = join(dataDir, 'valkey.lock');
  const aside = mkdtempSync(`${path}.`);
  const draft = join(aside, 'draft');
  writeFileSync(draft, JSON.stringify(ownerHere()), { mode: 0o600 });
  try {
    for (;;) {
      // A link appears whole or not at all, unlike a file that is created and then written.
      if (tryLink(draft, path)) return hold(dataDir, path);
      const owner = readOwner(path);
      if (owner !== undefined && isHeld(owner, dataDir, draft)) return { kind: 'in-use', pid: owner.pid };
      discard(path, join(aside, 'stale'), (one) => isHeld(one, dataDir, draft));
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function hold(dataDir: string, path: string): LockResult {
  const sign = signOf(dataDir);
  const live = (): void => writeFileSync(sign, '.', { mode: 0o600 });
  live();
  // A folder taken away under a running store is told at the next save.
  const living = setInterval(() => ignoringErrors(live), SIGN_EVERY_MS).unref();
  const release = (): void => {
    clearInterval(living);
    rmSync(sign, { force: true });
    rmSync(path, { force: true });
  };
  return { kind: 'held', release };
}

const signOf = (dataDir: string): string => join(dataDir, 'valkey.alive');

function ignoringErrors(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing that could be done here.
  }
}

/** Removes a stale lock; a lock that somebody took in between is put back. */
function discard(path: string, aside: string, isTaken: (owner: Owner) => boolean): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const owner = readOwner(aside);
  if (owner !== undefined && isTaken(owner)) tryLink(aside, path);
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

/** @param draft a file written just now: its time is that of the same file system as the sign's, whose clock counts */
function isHeld(owner: Owner, dataDir: string, draft: string): boolean {
  if (owner.space === spaceHere()) return isAlive(owner);
  try {
    return statSync(draft).mtimeMs - statSync(signOf(dataDir)).mtimeMs < SILENT_MS;
  } catch {
    return false;
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

const ownerHere = (): Owner => ({ pid: process.pid, born: bornOf(process.pid), space: spaceHere() });

/** The boot and the pid namespace: within them a pid means a process. Empty where there is no `/proc`. */
function spaceHere(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

/** When a process was born, in ticks since the boot (field 22 of proc(5) `stat`); empty where there is no `/proc`. */
function bornOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
