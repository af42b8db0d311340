import type { z } from 'zod';
import { isError } from '../core/errors.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { transaction } from './transaction.ts';

/** Short-lived values sealed as a whole. */
export interface SealedRows {
  /** Writing again does not prolong its life. */
  put(relative: string, value: unknown, lifetimeMs: number): Promise<void>;
  get<T>(relative: string, schema: z.ZodType<T>): Promise<T | undefined>;
  /** Reads and deletes in one step. */
  take<T>(relative: string, schema: z.ZodType<T>): Promise<T | undefined>;
  remove(relative: string): Promise<void>;
}

/**
 * Values sealed to their key: neither a key nor a value of a leaked dump continues anybody's sign-in. What cannot be read
 * counts as expired: nothing is set aside, since it ends by itself soon.
 */
export function createSealedRows(ctx: StoreContext): SealedRows {
  const { call, key, sealer, log } = ctx;
  const contextOf = (relative: string): string => `${ctx.host}|${relative}`;
  const open = <T>(relative: string, sealed: string | null, schema: z.ZodType<T>): T | undefined => {
    if (sealed === null) return undefined;
    try {
      const parsed = schema.safeParse(jsonOf(sealer.open(sealed, contextOf(relative))));
      if (parsed.success) return parsed.data;
    } catch (error) {
      if (!isError(error, 'secret-unreadable')) throw error;
    }
    log.error({ key: relative }, 'a sealed value of a sign-in cannot be read; it counts as expired');
    return undefined;
  };
  return {
    put: async (relative, value, lifetimeMs) => {
      const sealed = sealer.seal(JSON.stringify(value), contextOf(relative));
      await call((redis) =>
        transaction(redis, (commands) =>
          commands
            .set(key(relative), sealed, 'KEEPTTL', 'XX')
            .set(key(relative), sealed, 'PX', lifetimeMs, 'NX'),
        ),
      );
    },
    get: async (relative, schema) => open(relative, await call((redis) => redis.get(key(relative))), schema),
    take: async (relative, schema) =>
      open(relative, await call((redis) => redis.getdel(key(relative))), schema),
    remove: async (relative) => void (await call((redis) => redis.del(key(relative)))),
  };
}
