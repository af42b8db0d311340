import type { Log } from '../core/ports/time.ts';

/** Sweeps at a time in one process: a project that hangs must hold up its own sweep only. */
const MOST = 8;

/** Has due projects polled by this process. */
export interface Sweeper {
  /** Sweeps now, beside a sweep that is under way. Never throws. */
  now(): void;
  /** Sweeps again and again. The timer counts time that passes, so that a clock that is set changes nothing. */
  start(everyMs: number): void;
  /** Starts no further sweep, and waits for those under way. */
  stop(): Promise<void>;
}

/** @param sweep may fail; the next one goes on */
export function createSweeper(sweep: () => Promise<void>, log: Log): Sweeper {
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  /** Wanted while as many as may be were under way. */
  let again = false;
  const now = (): void => {
    if (isStopped) return;
    again = running.size >= MOST;
    if (again) return;
    const work = sweep()
      .catch((error: unknown) => log.debug({ err: error }, 'a sweep failed'))
      .finally(() => {
        running.delete(work);
        if (again) now();
      });
    running.add(work);
  };
  return {
    now,
    start: (everyMs) => {
      timer = setInterval(now, everyMs);
    },
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await Promise.all(running);
    },
  };
}
