import type { SlackPerson } from '../person.ts';

/** What a person chose for themselves. */
export interface Preferences {
  /** Whether they get a direct message when a deployment they asked for ends. */
  readonly ends: boolean;
}

export interface PreferenceStore {
  /** Their choice, or the defaults. */
  get(person: SlackPerson): Promise<Preferences>;
  put(person: SlackPerson, preferences: Preferences): Promise<void>;
}
