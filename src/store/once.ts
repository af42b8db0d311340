import type { OnceStore } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';

/** Remembers for a while what has already happened. */
export const createOnceStore = ({ call, key }: StoreContext): OnceStore => ({
  claim: async (what, ttlMs) =>
    (await call((redis) => redis.set(key(KEYS.once.of(what)), '1', 'PX', ttlMs, 'NX'))) === 'OK',
});
