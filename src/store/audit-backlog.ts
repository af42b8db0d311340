import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditEntry } from '../core/audit.ts';
import { isError } from '../core/errors.ts';
import type { Log } from '../core/ports/time.ts';

/** Lines that wait for Redis at most. */
const MOST_WAITING = 10_000;
const AGAIN_MS = 500;

/**
 * Keeps what cannot be written yet. What the line tells has happened already, so nothing may fail for it: it is logged,
 * should this process end first, and written as soon as that goes.
 * @param write throws SlipwayError `store-unavailable`; the same id twice must be harmless, since the answer to the first
 *   try may only have been lost
 */
export function createBacklog(
  write: (entry: AuditEntry, id: string) => Promise<void>,
  log: Log,
): (entry: AuditEntry, id: string) => Promise<void> {
  const waiting: { readonly entry: AuditEntry; readonly id: string }[] = [];
  let draining = false;
  const drain = async (): Promise<void> => {
    if (draining) return;
    draining = true;
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      await sleep(AGAIN_MS, undefined, { ref: false });
      try {
        await write(next.entry, next.id);
        waiting.shift();
        log.info({ id: next.id }, 'a line that had waited was added to the audit trail');
      } catch (error) {
        if (isError(error, 'store-unavailable')) continue;
        waiting.shift();
        log.error({ line: next.entry, id: next.id, err: error }, 'a line of the audit trail is lost');
      }
    }
    draining = false;
  };
  return async (entry, id) => {
    try {
      await write(entry, id);
    } catch (error) {
      const isKept = isError(error, 'store-unavailable') && waiting.length < MOST_WAITING;
      log.error(
        { line: entry, id, err: error },
        isKept ? 'a line of the audit trail waits for Redis' : 'a line of the audit trail is lost',
      );
      if (!isKept) return;
      waiting.push({ entry, id });
      void drain();
    }
  };
}
