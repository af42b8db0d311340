import { z } from 'zod';
import { ChannelId, DeploymentId, GitLabUserId, MessageTs } from './ids.ts';
import { OPERATION_NAMES } from './operations.ts';
import { SlackPerson } from './person.ts';

/** Everything that leaves a line on the audit trail. */
export const AUDIT_ACTS = [
  // What is decided of a deployment
  'approve',
  'reject',
  'run',
  'retry',
  // Whose name is acted in
  'connect',
  'disconnect',
  'move-connection',
  'lose-connection',
  // What a channel hears
  'watch',
  'unwatch',
  'take-over-watch',
  'lose-watch',
  'hook',
  'map',
  'unmap',
  // Turned away before it was known, or allowed to matter, what exactly was asked for
  'command',
  'click',
  'form',
  'sign-in',
  'slack-request',
  'gitlab-webhook',
  // Records in GitLab
  ...OPERATION_NAMES,
] as const;

/** One line of the audit trail: who asked for what, on what, and how it ended. */
export const AuditEntry = z.object({
  /** Epoch ms, UTC. */
  at: z.number(),
  act: z.enum(AUDIT_ACTS),
  /** `done`, or the error code of the refusal. */
  outcome: z.string(),
  /** Absent where nobody proved who they are: an unsigned request, for example. */
  person: SlackPerson.optional(),
  /** Nobody in Slack: the operators' file of watches. */
  actor: z.literal('file').optional(),
  gitlabUser: z.object({ id: GitLabUserId, username: z.string() }).optional(),
  /** Full path, or the id where no more is known. */
  project: z.string().optional(),
  environment: z.string().optional(),
  deployment: DeploymentId.optional(),
  /** The commit the person saw. */
  sha: z.string().optional(),
  /** What else was asked for, in the words of the command: `status:success`, `force`. */
  detail: z.string().optional(),
  /** The comment sent with a decision. */
  comment: z.string().optional(),
  /** An approval was confirmed after a fresh sign-in to GitLab. */
  confirmed: z.literal('browser').optional(),
  /** HTTP status GitLab answered with, where it answered. */
  status: z.number().optional(),
  /** GitLab's `X-Request-Id`. */
  requestId: z.string().optional(),
  channel: ChannelId.optional(),
  message: MessageTs.optional(),
  /** The message it answers, where it stands in a thread. */
  thread: MessageTs.optional(),
  /** The message's own address in Slack. */
  messageUrl: z.string().optional(),
  /** The page in GitLab of what was acted on. */
  url: z.string().optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export type AuditAct = AuditEntry['act'];
