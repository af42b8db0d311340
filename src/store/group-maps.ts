import { GroupMap } from '../core/group-map.ts';
import type { GroupMapStore } from '../core/ports/group-maps.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';

/** The user groups of a workspace that stand for groups of GitLab. There are few: they are read all at once. */
export function createGroupMapStore({ call, key, rows, afterDurableWrite }: StoreContext): GroupMapStore {
  return {
    all: async (team) => {
      const relative = KEYS.groupMaps.of(team);
      const fields = await call((redis) => redis.hgetall(key(relative)));
      const maps = await Promise.all(
        Object.entries(fields).map(([field, text]) =>
          rows.parse(`${relative}:${field}`, text, GroupMap, () =>
            call((redis) => redis.hdel(key(relative), field)),
          ),
        ),
      );
      return maps.filter((map) => map !== undefined).sort((one, other) => (one.path < other.path ? -1 : 1));
    },
    put: async (map) => {
      const at = key(KEYS.groupMaps.of(map.team));
      await call((redis) => redis.hset(at, String(map.group), JSON.stringify(map)));
      await afterDurableWrite();
    },
    remove: async (team, group) => {
      const removed = await call((redis) => redis.hdel(key(KEYS.groupMaps.of(team)), String(group)));
      await afterDurableWrite();
      return removed > 0;
    },
  };
}
