import { randomBytes } from 'node:crypto';
import type { Chance, Clock } from './core/ports/time.ts';

/** The one home of the system's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** The one home of chance. */
export const systemChance: Chance = {
  fraction: () => Math.random(),
  token: () => randomBytes(24).toString('base64url'),
};
