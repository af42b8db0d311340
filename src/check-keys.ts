import type { Config } from './config.ts';
import type { Log } from './core/ports/time.ts';
import { unreadableWords } from './key-words.ts';
import { type OpenStore, StartError } from './open-store.ts';
import { keysUnder } from './store/keys.ts';
import { redisCall } from './store/redis.ts';
import { createSealer } from './store/sealer.ts';
import { type KeyReport, type KeyWalk, walkKeys } from './store/walk-keys.ts';

/**
 * Walks what is sealed in an open store.
 * @throws SlipwayError `store-unavailable`
 */
export async function walkStore(
  config: Config,
  store: Pick<OpenStore, 'redis' | 'save'>,
  walk: KeyWalk,
): Promise<{ report: KeyReport; keyIds: readonly string[] }> {
  const sealer = createSealer(config.tokenKeys);
  const report = await walkKeys(
    {
      call: redisCall(store.redis),
      key: keysUnder(config.redisPrefix),
      host: new URL(config.gitlab.url).host,
      sealer,
    },
    walk,
  );
  if (walk !== 'look') await store.save();
  return { report, keyIds: sealer.keyIds };
}

/**
 * Refuses a start without a key that connections still need: people would be told to connect again one by one, and nobody
 * would learn why. Values that were changed stop no start, or whoever can change one could stop the bot.
 *
 * The embedded store serves this process alone, so it is sealed anew right here; a Redis may serve others that do not know
 * the new key yet.
 * @throws StartError
 */
export async function checkKeys(config: Config, store: OpenStore, log: Log): Promise<void> {
  const { report } = await walkStore(config, store, config.redisUrl === undefined ? 'rotate' : 'look');
  const { connections, unreadable } = report;
  if ([...unreadable.keys()].some((keyId) => keyId !== ''))
    throw new StartError(['Slipway cannot start.', ...unreadableWords(report)].join('\n'));
  for (const line of unreadableWords(report)) log.error({}, line);
  if (connections.resealed > 0)
    log.info({ connections: connections.resealed }, 're-encrypted with the first of TOKEN_KEYS');
  if (connections.outdated > 0)
    log.info(
      { connections: connections.outdated, keys: [...report.stillUsed] },
      'sealed with an older key: once every process knows the first one, run `slipway keys rotate`',
    );
}
