import { z } from 'zod';
import { ChannelId, MessageTs, SlackUserId, TeamId } from './ids.ts';

/** Somebody in Slack, taken from a signed payload and from nowhere else. */
export const SlackPerson = z.object({ team: TeamId, user: SlackUserId });
export type SlackPerson = z.infer<typeof SlackPerson>;

/** Where a person's private answer goes. `sealedUrl` is Slack's `response_url`, encrypted: it is a bearer secret. */
export const ReplyTo = z.object({
  team: TeamId,
  user: SlackUserId,
  channel: ChannelId,
  /** The thread in which something was clicked: an answer elsewhere would not be seen there. */
  thread: MessageTs.optional(),
  sealedUrl: z.string().optional(),
});
export type ReplyTo = z.infer<typeof ReplyTo>;
