import { createHash } from 'node:crypto';
import { Act } from '../core/acts.ts';
import type { SlackPerson } from '../core/person.ts';
import type { ConfirmationStore } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';

/**
 * Acts that wait for a yes. The id is a secret of the message that asks, so the key holds its digest only; the person is
 * part of it, so that nobody else finds, or spends, what was shown to them.
 */
export function createConfirmationStore({ call, key, log }: StoreContext): ConfirmationStore {
  const keyOf = (id: string, { team, user }: SlackPerson) =>
    key(KEYS.confirmation.of(createHash('sha256').update(`${team}/${user}/${id}`).digest('hex')));
  return {
    put: async (id, act) => {
      await call((redis) =>
        redis.set(keyOf(id, act.person), JSON.stringify(act), 'PX', KEYS.confirmation.lifetimeMs),
      );
    },
    take: async (id, person) => {
      const text = await call((redis) => redis.getdel(keyOf(id, person)));
      if (text === null) return undefined;
      const parsed = Act.safeParse(jsonOf(text));
      if (parsed.success) return parsed.data;
      log.error({}, 'an act that waited for a confirmation cannot be read; it counts as expired');
      return undefined;
    },
  };
}
