import { attachStore } from '../attach-store.ts';
import { walkStore } from '../check-keys.ts';
import type { Config } from '../config.ts';
import { unreadableWords } from '../key-words.ts';
import { createLog } from '../log.ts';
import type { OpenStore } from '../open-store.ts';
import { keepsEveryWrite } from '../store/policy.ts';
import { type Check, Finding, type Hint } from './check.ts';

/** Redis or the embedded store, and whether what is encrypted there opens. Opened once; `close` ends it. */
export function storeChecks(config: Config): { checks: readonly Check[]; close(): Promise<void> } {
  let store: OpenStore | undefined;
  const redis: Check = {
    name: config.redisUrl === undefined ? 'embedded store' : 'Redis',
    look: async () => {
      store = await attachStore(config, createLog('silent'));
      return lookAtRedis(config, store);
    },
  };
  const keys: Check = {
    name: 'keys',
    look: async () =>
      store === undefined ? { hint: 'cannot be checked without the store' } : lookAtKeys(config, store),
  };
  return { checks: [redis, keys], close: async () => store?.close() };
}

async function lookAtRedis(config: Config, store: OpenStore): Promise<string | Hint> {
  if (config.redisUrl === undefined) return `keeps its records in ${config.dataDir}, for one process`;
  const policy = store.tellsVersion
    ? 'noeviction'
    : 'its maxmemory-policy cannot be read, make sure it is noeviction';
  if (await keepsEveryWrite(store.redis)) return `reachable, ${policy}, append-only`;
  return {
    hint: `reachable, ${policy}; but appendonly is off, so a crash loses connections, watches and audit lines since the last snapshot: CONFIG SET appendonly yes, and the same in redis.conf`,
  };
}

async function lookAtKeys(config: Config, store: OpenStore): Promise<string | Hint> {
  const { report, keyIds } = await walkStore(config, store, 'look');
  const unreadable = unreadableWords(report);
  if (unreadable.length > 0) throw new Finding(unreadable.join(' '));
  const { current, outdated } = report.connections;
  if (report.stillUsed.size > 0)
    return {
      hint: `${outdated} of ${current + outdated} connections are encrypted with an older key (${[...report.stillUsed].join(', ')}): run \`slipway keys rotate\``,
    };
  const opens = current === 1 ? '1 connection opens' : `${current} connections open`;
  return keyIds.length === 1 ? opens : `${opens}; the keys behind the first one may be dropped`;
}
