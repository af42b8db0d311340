import { z } from 'zod';
import type { HookSigns } from '../core/poll-pace.ts';
import type { HookStore } from '../core/ports/hooks.ts';
import { sha256 } from '../core/sha256.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';

const arriveHook = loadScript('arrive-hook');

const Effect = z.enum(['now', 'later', 'repeated', 'unwatched', 'idle']);
const Moment = z.coerce.number().positive().optional().catch(undefined);
const Signs = z.object({ arrived: Moment, approvals: Moment });

/** A project's signs out of their hash. */
export function signsIn(
  hash: Readonly<Record<string, string>>,
): Pick<HookSigns, 'arrivedAt' | 'approvalsAt'> {
  const { arrived, approvals } = Signs.parse(hash);
  return { arrivedAt: arrived, approvalsAt: approvals };
}

/** What is remembered of GitLab's webhooks; the due-list itself belongs to `polls.ts`. */
export function createHookStore({ call, key }: StoreContext): HookStore {
  const dueList = [KEYS.pollsDue, KEYS.pollLeases, KEYS.pollWanted].map((row) => key(row.of()));
  const momentAt = async (relative: string): Promise<number | undefined> =>
    Moment.parse((await call((redis) => redis.get(key(relative)))) ?? undefined);
  return {
    arrive: async (event, windowMs) => {
      const { project, at, delivery } = event;
      const keys = [
        ...dueList,
        key(KEYS.hookSigns.of(project)),
        key(KEYS.hookArrival.of(project)),
        key(KEYS.hookArrival.of('any')),
        // A digest: whatever the header holds, the key stays short.
        key(KEYS.hookDelivery.of(sha256(delivery ?? ''))),
      ];
      const values = [
        project,
        at,
        windowMs,
        event.mayChange ? 1 : 0,
        event.tellsApprovals ? 1 : 0,
        delivery === undefined ? 0 : KEYS.hookDelivery.lifetimeMs,
        KEYS.hookSigns.lifetimeMs,
        KEYS.hookArrival.lifetimeMs,
      ];
      return Effect.parse(await call((redis) => arriveHook(redis, keys, values)));
    },
    signs: async (project) => {
      return signsIn(await call((redis) => redis.hgetall(key(KEYS.hookSigns.of(project)))));
    },
    lastAt: (project) => momentAt(KEYS.hookArrival.of(project ?? 'any')),
    refused: async (at) => {
      const { lifetimeMs } = KEYS.hookRefused;
      await call((redis) => redis.set(key(KEYS.hookRefused.of()), at, 'PX', lifetimeMs));
    },
    lastRefusedAt: () => momentAt(KEYS.hookRefused.of()),
  };
}
