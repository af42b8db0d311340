import { CardRecord } from '../core/card.ts';
import { CardId, type ProjectId } from '../core/ids.ts';
import type { CardStore } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { transaction } from './transaction.ts';

/** Cards by id, and the open ones by project. */
export function createCardStore(ctx: StoreContext): CardStore {
  const { call, key, rows } = ctx;
  const openIn = openCardsReader(ctx);
  return {
    get: (id) => rows.read(KEYS.card.of(id), CardRecord),
    put: async (card) => {
      const row = key(KEYS.card.of(card.id));
      const index = key(KEYS.openCards.of(card.project));
      const text = JSON.stringify(card);
      await call((redis) =>
        transaction(redis, (commands) =>
          card.open
            ? commands.set(row, text).sadd(index, card.id)
            : commands.set(row, text, 'PX', KEYS.card.lifetimeMs).srem(index, card.id),
        ),
      );
    },
    open: async (project) =>
      openIn(project, await call((redis) => redis.smembers(key(KEYS.openCards.of(project))))),
  };
}

/** Reads a project's open cards by the ids its index holds, and takes out of the index what is none. */
export const openCardsReader =
  ({ call, key, rows }: StoreContext) =>
  async (project: ProjectId, ids: readonly string[]): Promise<readonly CardRecord[]> => {
    const known = ids.map((id) => CardId.safeParse(id).data).filter((id) => id !== undefined);
    const cards = await rows.readMany(
      known.map((id) => KEYS.card.of(id)),
      CardRecord,
    );
    const open = cards.filter((card) => card.open && card.project === project);
    const stale = ids.filter((id) => !open.some((card) => card.id === id));
    if (stale.length > 0) await call((redis) => redis.srem(key(KEYS.openCards.of(project)), ...stale));
    return open;
  };
