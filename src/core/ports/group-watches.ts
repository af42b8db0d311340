import type { GroupWatch, GroupWatchName } from '../group-watch.ts';

/** Every call throws `store-unavailable`. */
export interface GroupWatchStore {
  /** Adds or replaces the channel's watch of the group. */
  put(watch: GroupWatch): Promise<void>;
  get(name: GroupWatchName): Promise<GroupWatch | undefined>;
  remove(name: GroupWatchName): Promise<void>;
  /** Those of all channels. */
  all(): Promise<readonly GroupWatch[]>;
}
