import type { Redis } from 'ioredis';

/**
 * What Redis does when its memory is full (https://redis.io/docs/latest/develop/reference/eviction/). Only `noeviction`
 * keeps jobs and links safe: any other policy may drop them silently. `unreadable` where the server hides it, as some
 * hosted ones do. INFO is asked rather than CONFIG, which hosted servers often forbid.
 */
export async function checkEvictionPolicy(
  redis: Redis,
): Promise<'noeviction' | 'unreadable' | (string & {})> {
  try {
    return /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1] ?? 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** Whether Redis writes what it is told to disk as it goes (AOF); `false` also where the server does not say. */
export async function keepsEveryWrite(redis: Pick<Redis, 'info'>): Promise<boolean> {
  try {
    return /^aof_enabled:1/m.test(await redis.info('persistence'));
  } catch {
    return false;
  }
}
