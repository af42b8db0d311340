import type { Redis } from 'ioredis';
import type { Sealer, Stores } from '../core/ports/stores.ts';
import type { Chance, Log } from '../core/ports/time.ts';
import { createAuditTrail } from './audit.ts';
import { createCardStore } from './cards.ts';
import { createConfirmationStore } from './confirmations.ts';
import { createConnectionStore } from './connections.ts';
import type { StoreContext } from './context.ts';
import { createFileWatchStore } from './file-watches.ts';
import { createGroupMapStore } from './group-maps.ts';
import { createGroupWatchStore } from './group-watches.ts';
import { createHookStore } from './hooks.ts';
import { createInspection } from './inspection.ts';
import { keysUnder } from './keys.ts';
import { createLinkStore } from './links.ts';
import { createLocks } from './locks.ts';
import { createOnceStore } from './once.ts';
import { createPollStore } from './polls.ts';
import { createPostStore } from './posts.ts';
import { createPreferenceStore } from './preferences.ts';
import { redisCall } from './redis.ts';
import { createRows } from './rows.ts';
import { createSpentStore } from './spent.ts';
import { createStepUpStore } from './step-ups.ts';
import { createTierStore } from './tiers.ts';
import { createTroubleStore } from './troubles.ts';
import { createWatchStore } from './watches.ts';

/**
 * All stores on one Redis (6.2 or later), under one prefix. `redis` is a connection for `commands`; `host` is the GitLab
 * host the tokens belong to; `afterDurableWrite` is awaited after connections, watches and audit lines are written.
 */
export function createStores(options: {
  readonly redis: Redis;
  readonly prefix: string;
  readonly sealer: Sealer;
  readonly chance: Chance;
  readonly log: Log;
  readonly host: string;
  readonly afterDurableWrite: () => Promise<void>;
}): Stores {
  const { redis, prefix, ...rest } = options;
  const call = redisCall(redis);
  const key = keysUnder(prefix);
  const ctx: StoreContext = { ...rest, call, key, rows: createRows(call, key, options.log) };
  return {
    cards: createCardStore(ctx),
    posts: createPostStore(ctx),
    watches: createWatchStore(ctx),
    groupWatches: createGroupWatchStore(ctx),
    fileWatches: createFileWatchStore(ctx),
    tiers: createTierStore(ctx),
    connections: createConnectionStore(ctx),
    groupMaps: createGroupMapStore(ctx),
    preferences: createPreferenceStore(ctx),
    links: createLinkStore(ctx),
    spent: createSpentStore(ctx),
    stepUps: createStepUpStore(ctx),
    confirmations: createConfirmationStore(ctx),
    polls: createPollStore(ctx),
    hooks: createHookStore(ctx),
    troubles: createTroubleStore(ctx),
    audit: createAuditTrail(ctx),
    locks: createLocks(ctx),
    once: createOnceStore(ctx),
    inspection: createInspection(ctx),
  };
}
