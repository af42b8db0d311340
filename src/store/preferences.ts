import { z } from 'zod';
import type { PreferenceStore, Preferences } from '../core/ports/preferences.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';

const PreferencesRow = z.object({ ends: z.boolean().default(true) }) satisfies z.ZodType<Preferences>;

/** Choices of people, by person; whoever chose nothing has the defaults. */
export const createPreferenceStore = ({
  call,
  key,
  rows,
  afterDurableWrite,
}: StoreContext): PreferenceStore => ({
  get: async (person) =>
    (await rows.read(KEYS.preferences.of(person), PreferencesRow)) ?? PreferencesRow.parse({}),
  put: async (person, preferences) => {
    await call((redis) => redis.set(key(KEYS.preferences.of(person)), JSON.stringify(preferences)));
    await afterDurableWrite();
  },
});
