import { FileWatch, keyOf } from '../core/declared-watch.ts';
import type { FileWatchStore } from '../core/ports/file-watches.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { transaction } from './transaction.ts';

/** What the operators' file declares: one hash, written as a whole. */
export function createFileWatchStore({ call, key, rows, afterDurableWrite }: StoreContext): FileWatchStore {
  const at = key(KEYS.fileWatches.of());
  const parse = (field: string, text: string): Promise<FileWatch | undefined> =>
    rows.parse(`${KEYS.fileWatches.of()}:${field}`, text, FileWatch, () =>
      call((redis) => redis.hdel(at, field)),
    );
  const all = async (): Promise<FileWatch[]> => {
    const fields = await call((redis) => redis.hgetall(at));
    const watches = await Promise.all(Object.entries(fields).map(([field, text]) => parse(field, text)));
    return watches.filter((watch) => watch !== undefined).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  };
  return {
    all,
    declare: async (watches) => {
      const known = new Map((await all()).map((watch) => [keyOf(watch), watch]));
      const fields = watches.map((watch): [string, string] => {
        const { id, trouble }: Partial<FileWatch> = known.get(keyOf(watch)) ?? {};
        return [keyOf(watch), JSON.stringify({ ...watch, id, trouble })];
      });
      await call((redis) =>
        transaction(redis, (commands) => {
          commands.del(at);
          if (fields.length > 0) commands.hset(at, Object.fromEntries(fields));
        }),
      );
      await afterDurableWrite();
    },
    get: async (name) => {
      const text = await call((redis) => redis.hget(at, keyOf(name)));
      return text === null ? undefined : parse(keyOf(name), text);
    },
    put: async (watch) => {
      await call((redis) => redis.hset(at, keyOf(watch), JSON.stringify(watch)));
      await afterDurableWrite();
    },
  };
}
