import type { Trouble, TroubledPlace } from '../trouble.ts';

/** What is wrong with channels and projects, until it is mended. Every call throws `store-unavailable`. */
export interface TroubleStore {
  /** One entry for each place, in order. */
  of(places: readonly TroubledPlace[]): Promise<readonly (Trouble | undefined)[]>;
  put(place: TroubledPlace, trouble: Trouble): Promise<void>;
  /** Resolves to whether there was any. */
  clear(place: TroubledPlace): Promise<boolean>;
}
