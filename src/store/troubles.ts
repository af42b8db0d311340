import type { TroubleStore } from '../core/ports/troubles.ts';
import { Trouble, type TroubledPlace } from '../core/trouble.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';

function fieldOf(place: TroubledPlace): string {
  if ('channel' in place) return `${place.team}/${place.channel}`;
  if ('group' in place) return `group/${place.group}`;
  return 'project' in place ? `project/${place.project}` : `archived/${place.archived}`;
}

/** What is wrong with channels and projects. A row that cannot be read counts as none: it is met and written again. */
export function createTroubleStore({ call, key }: StoreContext): TroubleStore {
  const troubles = key(KEYS.troubles.of());
  return {
    of: async (places) => {
      if (places.length === 0) return [];
      const texts = await call((redis) => redis.hmget(troubles, ...places.map(fieldOf)));
      return texts.map((text) => Trouble.safeParse(jsonOf(text ?? undefined)).data);
    },
    put: async (place, trouble) => {
      await call((redis) => redis.hset(troubles, fieldOf(place), JSON.stringify(trouble)));
    },
    clear: async (place) => (await call((redis) => redis.hdel(troubles, fieldOf(place)))) === 1,
  };
}
