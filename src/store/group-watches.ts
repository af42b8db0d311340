import { GroupWatch, type GroupWatchName } from '../core/group-watch.ts';
import type { GroupWatchStore } from '../core/ports/group-watches.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';

const fieldOf = ({ team, channel, group }: GroupWatchName): string => `${team}/${channel}/${group}`;

/** Who watches which group. There are few: one hash holds them all. */
export function createGroupWatchStore({ call, key, rows, afterDurableWrite }: StoreContext): GroupWatchStore {
  const at = key(KEYS.groupWatches.of());
  const parse = (field: string, text: string): Promise<GroupWatch | undefined> =>
    rows.parse(`${KEYS.groupWatches.of()}:${field}`, text, GroupWatch, () =>
      call((redis) => redis.hdel(at, field)),
    );
  return {
    put: async (watch) => {
      await call((redis) => redis.hset(at, fieldOf(watch), JSON.stringify(watch)));
      await afterDurableWrite();
    },
    get: async (name) => {
      const text = await call((redis) => redis.hget(at, fieldOf(name)));
      return text === null ? undefined : parse(fieldOf(name), text);
    },
    remove: async (name) => {
      await call((redis) => redis.hdel(at, fieldOf(name)));
      await afterDurableWrite();
    },
    all: async () => {
      const fields = await call((redis) => redis.hgetall(at));
      const watches = await Promise.all(Object.entries(fields).map(([field, text]) => parse(field, text)));
      return watches.filter((watch) => watch !== undefined);
    },
  };
}
