import { z } from 'zod';
import { SlackPerson } from '../core/person.ts';
import type { SpentStore } from '../core/ports/sign-in.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { createSealedRows } from './sealed-rows.ts';
import { TokenPairRow } from './token-pair-row.ts';

const SpentRow = z.object({ person: SlackPerson, tokens: TokenPairRow });

/** Tokens to be taken back at GitLab. */
export function createSpentStore(ctx: StoreContext): SpentStore {
  const sealed = createSealedRows(ctx);
  return {
    put: async (handle, spent) => {
      await sealed.put(KEYS.spentTokens.of(handle), spent, KEYS.spentTokens.lifetimeMs);
      // Nothing can rebuild it either: lost, they would live on.
      await ctx.afterDurableWrite();
    },
    get: (handle) => sealed.get(KEYS.spentTokens.of(handle), SpentRow),
    remove: (handle) => sealed.remove(KEYS.spentTokens.of(handle)),
  };
}
