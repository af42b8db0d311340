import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditEntry } from '../core/audit.ts';
import { isError } from '../core/errors.ts';
import type { Log } from '../core/ports/time.ts';

/** Lines that wait for Redis at most. */
const MOST_WAITING = 10_000;
const AGAIN_MS = 500;
/** A process that ends has no time to lose. */
const AGAIN_AT_END_MS = 50;

interface Waiting {
  readonly entry: AuditEntry;
  readonly id: string;
}

/** Lines on their way to the trail. */
export interface AuditBacklog {
  append(entry: AuditEntry, id: string): Promise<void>;
  /** See `AuditTrail`. */
  flush(withinMs: number): Promise<void>;
}

/**
 * Keeps what cannot be written yet. What the line tells has happened already, so nothing may fail for it: it is logged,
 * should this process end first, and written as soon as that goes.
 * @param write throws SlipwayError `store-unavailable`; the same id twice must be harmless, since the answer to the first
 *   try may only have been lost
 */
export function createBacklog(
  write: (entry: AuditEntry, id: string) => Promise<void>,
  log: Log,
): AuditBacklog {
  const waiting = new Set<Waiting>();
  let draining = false;
  const tryWrite = async (line: Waiting): Promise<void> => {
    try {
      await write(line.entry, line.id);
      if (waiting.delete(line))
        log.info({ id: line.id }, 'a line that had waited was added to the audit trail');
    } catch (error) {
      if (isError(error, 'store-unavailable') || !waiting.delete(line)) return;
      log.error({ line: line.entry, id: line.id, err: error }, 'a line of the audit trail is lost');
    }
  };
  const drain = async (): Promise<void> => {
    if (draining) return;
    draining = true;
    for (let next = firstOf(waiting); next !== undefined; next = firstOf(waiting)) {
      await sleep(AGAIN_MS, undefined, { ref: false });
      await tryWrite(next);
    }
    draining = false;
  };
  return {
    append: async (entry, id) => {
      try {
        await write(entry, id);
      } catch (error) {
        const isKept = isError(error, 'store-unavailable') && waiting.size < MOST_WAITING;
        log.error(
          { line: entry, id, err: error },
          isKept ? 'a line of the audit trail waits for Redis' : 'a line of the audit trail is lost',
        );
        if (!isKept) return;
        waiting.add({ entry, id });
        void drain();
      }
    },
    flush: async (withinMs) => {
      const end = AbortSignal.timeout(withinMs);
      for (let next = firstOf(waiting); next !== undefined && !end.aborted; next = firstOf(waiting)) {
        await Promise.race([tryWrite(next), aborted(end)]);
        if (waiting.has(next)) await sleep(AGAIN_AT_END_MS);
      }
      if (waiting.size > 0)
        log.error(
          { lines: waiting.size },
          'lines of the audit trail still wait for Redis: they are in this log',
        );
    },
  };
}

const firstOf = (waiting: ReadonlySet<Waiting>): Waiting | undefined => waiting.values().next().value;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
