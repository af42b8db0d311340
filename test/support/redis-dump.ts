import { Redis } from 'ioredis';

/** Everything in a Redis whose key holds `part`, whatever its type, as one text. */
export async function redisDump(url: string, part: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const parts: unknown[] = [];
    for await (const page of redis.scanStream({ match: `*${part}*`, count: 1_000 })) {
      for (const key of page) parts.push(key, await contentOf(redis, String(key)));
    }
    return JSON.stringify(parts);
  } finally {
    redis.disconnect();
  }
}

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return undefined;
  }
}
