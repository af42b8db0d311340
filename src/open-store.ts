import type { Redis } from 'ioredis';
import type { Config } from './config.ts';
import type { Log } from './core/ports/time.ts';
import { startEmbeddedValkey } from './store/embedded/embedded-valkey.ts';
import { checkEvictionPolicy } from './store/policy.ts';
import { connectRedis } from './store/redis.ts';

/** Redis as the process uses it: somebody else's, or the embedded one. */
export interface OpenStore {
  /** For everything somebody waits for: fails fast. */
  readonly redis: Redis;
  /** Another connection, for a worker. */
  readonly connect: () => Promise<Redis>;
  /** Whether the server tells what it is (`INFO`); some hosted ones do not. */
  readonly tellsVersion: boolean;
  /** Resolves once what was written rests on disk, where that is ours to see to. */
  readonly save: () => Promise<void>;
  close(): Promise<void>;
}

/** Start-up cannot go on; the message says how to mend it. */
export class StartError extends Error {}

/**
 * Opens the configured Redis, or starts the embedded Valkey.
 * @throws StartError for a Redis that would drop records when its memory is full; SlipwayError `store-unavailable`
 */
export async function openStore(config: Config, log: Log): Promise<OpenStore> {
  const embedded =
    config.redisUrl === undefined ? await startEmbeddedValkey({ dataDir: config.dataDir, log }) : undefined;
  if (embedded !== undefined) {
    log.info(
      { dataDir: config.dataDir },
      'REDIS_URL is not set: records are kept by the embedded Valkey, for one process; saved at once for connections, watches and audit, every 30 s otherwise',
    );
  }
  const url = config.redisUrl ?? embedded?.url ?? '';
  const redis = await connectRedis(url, { role: 'commands', log });
  const policy = await assertPolicy(redis, log);
  return {
    redis,
    tellsVersion: policy !== 'unreadable',
    connect: () => connectRedis(url, { role: 'blocking', log }),
    save: () => embedded?.save() ?? Promise.resolve(),
    close: async () => {
      redis.disconnect();
      await embedded?.stop();
    },
  };
}

async function assertPolicy(redis: Redis, log: Log): Promise<'noeviction' | 'unreadable'> {
  const policy = await checkEvictionPolicy(redis);
  if (policy === 'noeviction') return 'noeviction';
  if (policy === 'unreadable') {
    log.warn({}, 'the maxmemory-policy of Redis cannot be read: make sure it is noeviction');
    return 'unreadable';
  }
  redis.disconnect();
  throw new StartError(
    `Redis has maxmemory-policy ${policy}, so it may drop connections, watches and queued approvals.\n` +
      'Set it to noeviction: CONFIG SET maxmemory-policy noeviction, and the same in redis.conf.',
  );
}
