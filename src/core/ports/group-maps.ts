import type { GroupMap } from '../group-map.ts';
import type { TeamId } from '../ids.ts';

/** Which user group of Slack stands for which group of GitLab; one for each. */
export interface GroupMapStore {
  all(team: TeamId): Promise<readonly GroupMap[]>;
  /** Adds or replaces the group's. */
  put(map: GroupMap): Promise<void>;
  /** @returns whether there was one */
  remove(team: TeamId, group: number): Promise<boolean>;
}
