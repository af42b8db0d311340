import { z } from 'zod';
import type { ChannelId, ProjectId, TeamId } from './ids.ts';

/** What keeps a watch from showing anything, or anything new, although nobody ended it. */
export const Trouble = z.object({
  /** The code under which the words stand that tell of it. */
  code: z.enum(['channel-lost', 'project-unreadable', 'project-archived']),
  /** What Slack said, where it is about a channel. */
  reason: z.string().optional(),
  /** Epoch milliseconds. */
  since: z.number(),
  /** How often it was met in a row. */
  times: z.number(),
  /** Until then nobody tries again, epoch milliseconds. */
  nextTryAt: z.number(),
  /** Whether those who set the watches up were told. */
  told: z.boolean(),
});
export type Trouble = z.infer<typeof Trouble>;

/** What it is about: a channel that cannot be posted in, a project or group the watcher cannot read, or an archived project. */
export type TroubledPlace =
  | { readonly team: TeamId; readonly channel: ChannelId }
  | { readonly project: ProjectId }
  | { readonly group: number }
  | { readonly archived: ProjectId };

/** Whether the trouble is more than a passing one: those concerned were told. */
export const isLasting = (trouble: Trouble | undefined): trouble is Trouble => trouble?.told === true;
