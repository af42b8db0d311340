import type { Sealer } from '../core/ports/stores.ts';
import type { Chance, Log } from '../core/ports/time.ts';
import type { Key } from './keys.ts';
import type { RedisCall } from './redis.ts';
import type { Rows } from './rows.ts';

/** What every store is made from. */
export interface StoreContext {
  readonly call: RedisCall;
  readonly key: Key;
  readonly rows: Rows;
  readonly sealer: Sealer;
  readonly chance: Chance;
  readonly log: Log;
  /** The GitLab host tokens belong to; part of what binds a sealed token to its row. */
  readonly host: string;
  /** Awaited after writes that nothing can rebuild: connections, watches, the audit trail. */
  readonly afterDurableWrite: () => Promise<void>;
}
