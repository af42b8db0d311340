import { z } from 'zod';
import type { RuleTally } from './approvals.ts';
import type { Deployment, Project } from './deployment.ts';
import {
  CardId,
  ChannelId,
  DeploymentId,
  MessageTs,
  ProjectId,
  Revision,
  SlackUserId,
  TeamId,
  UserGroupId,
} from './ids.ts';
import type { Phase } from './phase.ts';
import { Mention } from './watch-delivery.ts';

/** What a waiting deployment would bring, compared with the environment's last success. */
export const Ships = z.object({
  /** Short sha of the last success; `null` when this is the first deployment. */
  since: z.string().nullable(),
  compareUrl: z.string().nullable(),
  commits: z.number().int(),
  authors: z.number().int(),
  /** The first of them by name. */
  names: z.array(z.string()).optional(),
  /** The newest. */
  mergeRequests: z.array(z.object({ iid: z.number(), title: z.string(), webUrl: z.string() })),
  /** How many there are, where there are more. */
  requests: z.number().int().optional(),
  /** Commits that no merge request accounts for. */
  loose: z.number().int(),
  /** Commits that run there now and are not in this version. */
  behind: z.number().int().optional(),
  /** There may be more than GitLab told. */
  uncertain: z.boolean().optional(),
  /** GitLab does not let the bot compare the two, or cannot. */
  unreadable: z.boolean().optional(),
  /** GitLab's tier of the environment, where it tells. */
  tier: z.string().nullable(),
});
export type Ships = z.infer<typeof Ships>;

/** The version an environment had before a deployment. */
export const PreviousVersion = z.object({ ref: z.string(), sha: z.string(), url: z.string() });
export type PreviousVersion = z.infer<typeof PreviousVersion>;

/** Whom the first post asks beside the people it mentions. */
export const Asked = z.object({
  /** User groups of Slack that stand for groups of GitLab. */
  groups: z.array(UserGroupId),
  /** Names of people who are not connected. */
  names: z.array(z.string()),
  /** How many more could be asked. */
  more: z.number().int(),
});
export type Asked = z.infer<typeof Asked>;

/** The stored record of a card: where it stands and what it last showed. */
export const CardRecord = z.object({
  id: CardId,
  team: TeamId,
  channel: ChannelId,
  project: ProjectId,
  projectPath: z.string(),
  deployment: DeploymentId,
  environment: z.string(),
  /** The message, once Slack has accepted it. */
  ts: MessageTs.optional(),
  /** Whether it comes into the day's thread, as its watch said when it was begun. */
  threaded: z.boolean().optional(),
  /** The message it answers there, known before it is posted. */
  thread: MessageTs.optional(),
  /** What the buttons of the message now shown stand for. */
  revision: Revision.optional(),
  phase: z.string().optional(),
  /** Digest of the blocks last shown: an equal one needs no update. */
  shown: z.string().optional(),
  /** Fingerprint of GitLab's answer last shown; a poll that sees another one has the card published anew. */
  truth: z.string().optional(),
  /** Votes already told in the thread, as `userId status createdAt`. */
  told: z.array(z.string()).default([]),
  ships: Ships.optional(),
  /** What a modal names without asking GitLab: a trigger lives three seconds. */
  subject: z.object({ sha: z.string(), ref: z.string(), ruleLabels: z.array(z.string()) }).optional(),
  /** The environment's last success before it. */
  previous: PreviousVersion.optional(),
  /** Older waiting deployments it last named as replaced. */
  older: z.array(DeploymentId).default([]),
  /** Whether it is this card that mentions the requester of a failed deployment; absent until that is settled. */
  rings: z.boolean().optional(),
  /** Whether the requester's message about the end has been asked for. */
  endTold: z.boolean().default(false),
  /** Slack people mentioned in the first post. */
  mentioned: z.array(SlackUserId).default([]),
  asked: Asked.optional(),
  /** Whom its watch has the first post call, as it said when the card was begun. */
  calls: z.array(Mention).optional(),
  /** Those of them the first post called. */
  called: z.array(Mention).optional(),
  /** Its message was deleted by hand while the deployment went on, and was posted anew. */
  replaced: z.boolean().optional(),
  /** It came to one person alone, who may read it no longer. */
  stopped: z.boolean().optional(),
  /** `false` once the card needs no more care: GitLab's end state is shown. */
  open: z.boolean(),
  /** Epoch milliseconds of the first post's intent. */
  madeAt: z.number(),
});
export type CardRecord = z.infer<typeof CardRecord>;

/** A deployment as a message draws it. */
export interface DeploymentView {
  readonly project: Project;
  readonly deployment: Deployment;
  readonly phase: Phase;
  readonly tallies: readonly RuleTally[];
  readonly supersededBy: { readonly id: DeploymentId; readonly url: string } | undefined;
  readonly ships: Ships | undefined;
  readonly previous?: PreviousVersion | undefined;
  /** Older deployments of the environment that still wait, the newest first. */
  readonly older?: readonly { readonly id: DeploymentId; readonly url: string }[];
  /** Slack users known for GitLab users, by GitLab user id. */
  readonly slackUsers: ReadonlyMap<number, SlackUserId>;
}

/** Everything a card is drawn from: the deployment, and what its buttons stand for. */
export interface CardView extends DeploymentView {
  readonly id: CardId;
  readonly revision: Revision;
  readonly mention: readonly SlackUserId[];
  readonly asked?: Asked | undefined;
  /** Whom its watch wants called, apart from those who are asked to approve. */
  readonly called?: readonly Mention[] | undefined;
  /** Names of those who are about to approve, and sign in for it in their browsers. */
  readonly confirming?: readonly string[];
}
