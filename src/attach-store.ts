import { resolve } from 'node:path';
import type { Config } from './config.ts';
import { isError } from './core/errors.ts';
import type { Log } from './core/ports/time.ts';
import { type OpenStore, openStore, StartError } from './open-store.ts';
import { readAccess } from './store/embedded/access-file.ts';
import { connectRedis } from './store/redis.ts';

/** The bot on this machine answers within this, or has died and left its address behind. */
const RUNNING_WITHIN_MS = 1_500;

/**
 * Opens the store beside a bot that may be running, for the commands of an operator: the configured Redis, the embedded
 * Valkey of the running bot, or, where none runs, the embedded one.
 * @throws StartError with words for the operator
 */
export async function attachStore(config: Config, log: Log): Promise<OpenStore> {
  const { redisUrl, dataDir } = config;
  try {
    const running = redisUrl === undefined ? await runningStore(resolve(dataDir), log) : undefined;
    return running ?? (await openStore(config, log));
  } catch (error) {
    const isAway = isError(error, 'store-unavailable');
    // A folder that cannot be made or written fails in the system's own way.
    if (error instanceof StartError || (!isAway && redisUrl !== undefined)) throw error;
    if (redisUrl !== undefined)
      throw new StartError('Redis does not answer: check REDIS_URL, its password and the way there.');
    throw new StartError(folderWords(isAway ? error.facts.why : undefined, dataDir));
  }
}

function folderWords(why: unknown, dataDir: string): string {
  if (why === 'dir-in-use')
    return `Another process uses ${dataDir}, and its store cannot be reached from here. Run this where the bot runs, as the same user, or stop the bot first.`;
  return why === 'dump-damaged'
    ? `${dataDir}/dump.rdb cannot be read: restore it from a backup, or move it away to start anew.`
    : `The embedded store cannot be opened: make ${dataDir} a folder Slipway may write to.`;
}

async function runningStore(dataDir: string, log: Log): Promise<OpenStore | undefined> {
  const url = readAccess(dataDir);
  if (url === undefined) return undefined;
  try {
    const redis = await connectRedis(url, { role: 'commands', log, readyWithinMs: RUNNING_WITHIN_MS });
    return {
      redis,
      tellsVersion: true,
      connect: () => connectRedis(url, { role: 'blocking', log }),
      // The bot itself saves.
      save: () => Promise.resolve(),
      close: async () => redis.disconnect(),
    };
  } catch {
    return undefined;
  }
}
