import { SlipwayError } from '../core/errors.ts';
import type { Locks } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';

const extendLock = loadScript('extend-lock');
const releaseLock = loadScript('release-lock');

const LIFETIME_MS = KEYS.lock.lifetimeMs;
const EXTEND_EVERY_MS = LIFETIME_MS / 3;
const TRY_AGAIN_MS = 50;

/**
 * Locks on the one Redis (https://redis.io/docs/latest/develop/use/patterns/distributed-locks/): they hold for 6 s, are
 * prolonged while the work runs, and free themselves when the process dies. A lock can be lost, by a process that stood
 * still or a Redis that forgot; then `hold` throws `busy-elsewhere` with `why: 'lost'` after the work has ended, because
 * somebody else may have worked beside it: look again before doing more.
 */
export function createLocks({ call, key, chance, log }: StoreContext): Locks {
  const acquire = async (row: string, token: string, waitMs: number): Promise<boolean> => {
    for (let waited = 0; ; ) {
      const taken = await call((redis) => redis.set(row, token, 'PX', LIFETIME_MS, 'NX'));
      if (taken === 'OK') return true;
      if (waited >= waitMs) return false;
      const pause = Math.min(TRY_AGAIN_MS * (0.5 + chance.fraction()), waitMs - waited);
      await new Promise((resolve) => setTimeout(resolve, pause));
      waited += pause;
    }
  };
  const extend = (row: string, token: string, name: string): void => {
    call((redis) => extendLock(redis, [row], [token, LIFETIME_MS])).catch((error: unknown) =>
      // The release tells whether it mattered.
      log.warn({ lock: name, error }, 'a lock could not be prolonged'),
    );
  };
  /** Whether it was ours to the end; a Redis that cannot be asked leaves it to expire, and the work's result stands. */
  const release = async (row: string, token: string, name: string): Promise<boolean> => {
    try {
      return (await call((redis) => releaseLock(redis, [row], [token]))) === 1;
    } catch (error) {
      log.warn({ lock: name, error }, 'a lock could not be freed; it ends by itself');
      return true;
    }
  };
  return {
    hold: async (name, waitMs, work) => {
      const row = key(KEYS.lock.of(name));
      const token = chance.token();
      if (!(await acquire(row, token, waitMs))) throw new SlipwayError('busy-elsewhere', { lock: name });
      const timer = setInterval(() => extend(row, token, name), EXTEND_EVERY_MS);
      const ended = await settled(work);
      clearInterval(timer);
      const kept = await release(row, token, name);
      if ('error' in ended) throw ended.error;
      if (!kept) throw new SlipwayError('busy-elsewhere', { lock: name, why: 'lost' });
      return ended.result;
    },
  };
}

/** How the work ended, so that the lock is freed before anybody hears of it. */
async function settled<T>(work: () => Promise<T>): Promise<{ result: T } | { error: unknown }> {
  try {
    return { result: await work() };
  } catch (error) {
    return { error };
  }
}
