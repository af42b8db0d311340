import { z } from 'zod';
import { SlackUserId, TeamId, UserGroupId } from './ids.ts';

/** A user group of Slack that stands for a group of GitLab wherever its members are asked for something. */
export const GroupMap = z.object({
  team: TeamId,
  /** GitLab's id: it outlives a move. */
  group: z.number().int().positive(),
  /** Its full path when it was mapped. */
  path: z.string(),
  userGroup: UserGroupId,
  by: SlackUserId,
  /** Epoch ms. */
  at: z.number(),
});
export type GroupMap = z.infer<typeof GroupMap>;

/** A mapping, and whether Slack still has the user group, as far as it tells. */
export interface SeenGroupMap {
  readonly map: GroupMap;
  readonly isGone: boolean;
}
