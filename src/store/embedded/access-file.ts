import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'valkey.access';

/**
 * Writes down how the running Valkey is reached, for the operator's own commands on this machine. Only who may read the
 * dump may read it, and the password lives no longer than the process.
 * @throws Error of `node:fs`
 */
export const writeAccess = (dataDir: string, url: string): void => {
  // A file that is there already would keep its own mode.
  removeAccess(dataDir);
  writeFileSync(join(dataDir, NAME), url, { mode: 0o600, flag: 'wx' });
};

export const removeAccess = (dataDir: string): void => rmSync(join(dataDir, NAME), { force: true });

/** What `writeAccess` wrote last; perhaps of a process that has died. */
export function readAccess(dataDir: string): string | undefined {
  try {
    const text = readFileSync(join(dataDir, NAME), 'utf8').trim();
    return /^redis:\/\/:[0-9a-f]+@127\.0\.0\.1:\d+$/u.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
