import { Redis, ReplyError } from 'ioredis';
import { SlipwayError } from '../core/errors.ts';
import type { Log } from '../core/ports/time.ts';

/**
 * A command without an answer by then has failed, milliseconds. No acknowledgement waits for more than four in a row, and
 * Slack waits three seconds for it.
 */
const COMMAND_TIMEOUT_MS = 600;
const CONNECT_TIMEOUT_MS = 2_000;
/** A connection silent for this long after a command is dropped and made anew, milliseconds. */
const SOCKET_TIMEOUT_MS = 5_000;
const READY_WITHIN_MS = 10_000;

/**
 * Connects to `url` (`redis://`, `rediss://`) and resolves once Redis is ready.
 *
 * `commands`: for everything that somebody waits for. While Redis is away each command fails, at once or within 0.6 s,
 * and none is kept to be sent later: what was refused never happens afterwards. `blocking`: for BullMQ's workers, which wait
 * for Redis as long as it takes. Both come back by themselves.
 * @throws SlipwayError `store-unavailable` when Redis is not ready within `readyWithinMs`
 */
export async function connectRedis(
  url: string,
  options: { readonly role: 'commands' | 'blocking'; readonly log: Log; readonly readyWithinMs?: number },
): Promise<Redis> {
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
    ...(options.role === 'blocking' ? { maxRetriesPerRequest: null } : FAIL_FAST),
  });
  reportAbsence(redis, options.log, options.role);
  await ready(redis, options.readyWithinMs ?? READY_WITHIN_MS);
  return redis;
}

const FAIL_FAST = {
  commandTimeout: COMMAND_TIMEOUT_MS,
  socketTimeout: SOCKET_TIMEOUT_MS,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
};

/** One line when Redis goes and one when it is back, not one per attempt. The listener also keeps Node from ending. */
function reportAbsence(redis: Redis, log: Log, role: string): void {
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) log.warn({ role, why: error.message }, 'Redis is away');
    away = true;
  });
  redis.on('ready', () => {
    if (away) log.info({ role }, 'Redis is back');
    away = false;
  });
}

async function ready(redis: Redis, withinMs: number): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      redis.disconnect();
      reject(new SlipwayError('store-unavailable', { why: 'not-ready' }));
    }, withinMs);
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Runs commands against Redis for a store. */
export type RedisCall = <T>(work: (redis: Redis) => Promise<T>) => Promise<T>;

/**
 * The one door from the stores to Redis. Whatever goes wrong on the way, or in a Redis that cannot serve now (full, read
 * only, loading), becomes `store-unavailable`; a command that Redis finds wrong is our own defect and stays as it is.
 */
export const redisCall =
  (redis: Redis): RedisCall =>
  async (work) => {
    try {
      return await work(redis);
    } catch (error) {
      if (error instanceof SlipwayError || isDefect(error)) throw error;
      throw new SlipwayError('store-unavailable', {}, { cause: error });
    }
  };

const isDefect = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof ReplyError &&
    error instanceof Error &&
    /^(ERR|WRONGTYPE) /.test(error.message) &&
    !error.message.includes('max number of clients'));
