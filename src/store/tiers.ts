import type { TierStore } from '../core/ports/tiers.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';

/** Remembers tiers of environments for an hour. */
export const createTierStore = ({ call, key }: StoreContext): TierStore => ({
  get: async (project, environment) =>
    (await call((redis) => redis.get(key(KEYS.tier.of(project, environment))))) ?? undefined,
  put: async (project, environment, tier) => {
    const { lifetimeMs } = KEYS.tier;
    await call((redis) => redis.set(key(KEYS.tier.of(project, environment)), tier, 'PX', lifetimeMs));
  },
});
