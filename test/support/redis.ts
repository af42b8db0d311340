import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { inject, onTestFinished } from 'vitest';

export interface TestRedis {
  readonly redis: Redis;
  readonly url: string;
  /** Unique per call, so that tests share one server without meeting. */
  readonly prefix: string;
}

/**
 * A connection to the run's Redis and a prefix of one's own. Call it inside a test, or pass `onEnd` (such as
 * `afterAll`): then the keys under the prefix are deleted and the connection closed.
 */
export function testRedis(onEnd: (clean: () => Promise<void>) => void = onTestFinished): TestRedis {
  const url = inject('redisUrl');
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  onEnd(async () => {
    const keys = await keysOf(redis, prefix);
    if (keys.length > 0) await redis.unlink(keys);
    redis.disconnect();
  });
  return { redis, url, prefix };
}

/** Every key written under the prefix. */
export async function keysOf(redis: Redis, prefix: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const page of redis.scanStream({ match: `{${prefix}}:*`, count: 1000 })) {
    for (const key of page) found.add(String(key));
  }
  return [...found].sort();
}
