import { z } from 'zod';
import { GitLabUserId, SlackUserId } from './ids.ts';
import { ReplyTo, SlackPerson } from './person.ts';

/** A connection was made; `from` is the Slack user who lost this GitLab account to it. */
export const LinkNews = z.object({
  /** Names the sign-in it came of. */
  id: z.string(),
  person: SlackPerson,
  gitlabUser: z.object({ id: GitLabUserId, username: z.string() }),
  from: SlackUserId.optional(),
  /** Queued before the connection was stored, should nobody be left to queue it afterwards. */
  precaution: z.boolean().optional(),
});
export type LinkNews = z.infer<typeof LinkNews>;

/** What a person may answer when asked whether to connect. */
export const LinkChoice = z.enum(['connect', 'move', 'cancel']);
export type LinkChoice = z.infer<typeof LinkChoice>;

/** Such an answer, given in Slack. `id` names the question, which only this person can answer. */
export const LinkAnswer = z.object({
  person: SlackPerson,
  reply: ReplyTo,
  id: z.string().min(1).max(200),
  choice: LinkChoice,
});
export type LinkAnswer = z.infer<typeof LinkAnswer>;
