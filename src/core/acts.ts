import { z } from 'zod';
import { FormValues } from './forms.ts';
import { AnyWatch, AnyWatchName } from './group-watch.ts';
import {
  CardId,
  ChannelId,
  DeploymentId,
  EnvironmentId,
  MessageTs,
  ProjectId,
  Revision,
  ViewId,
} from './ids.ts';
import { Operation } from './operations.ts';
import { ReplyTo, SlackPerson } from './person.ts';
import { Confirmed } from './step-up.ts';

/** What GitLab accepts as the comment of an approval, in characters: it counts an emoji as one. */
export const COMMENT_LIMIT = 255;

/** Whether GitLab takes a comment of this length. */
export const commentFits = (comment: string): boolean => Array.from(comment).length <= COMMENT_LIMIT;

const ProjectName = z.union([ProjectId, z.string().min(1)]);

/** The deployment somebody acts on: as seen on a card, or as named in a command. */
export const Target = z.union([
  z.object({ card: CardId, revision: Revision, channel: ChannelId, message: MessageTs.optional() }),
  z.object({ project: ProjectName, deployment: DeploymentId }),
  // A pasted address of a deployment's page: it names the deployment's number in the project, not its API id.
  z.object({ project: ProjectName, environment: EnvironmentId, iid: z.number().int().positive() }),
]);
export type Target = z.infer<typeof Target>;

const act = { person: SlackPerson, reply: ReplyTo, target: Target };

/** Approve or reject as the person. */
export const DecideAct = z.object({
  kind: z.literal('decide'),
  ...act,
  decision: z.enum(['approved', 'rejected']),
  comment: z.string().refine(commentFits).optional(),
  /** Label of the approval rule to vote under. */
  representedAs: z.string().optional(),
  /** Also run the job, if this approval completes the rules and the person may run it. */
  runWhenComplete: z.boolean().optional(),
  /** It is rejected for being older than this one; of a deployment that is not superseded nothing is decided then. */
  replacedBy: DeploymentId.optional(),
  /** Set by `answer-confirmation` alone; nothing that comes from Slack is read into it. */
  confirmed: Confirmed.optional(),
});
export type DecideAct = z.infer<typeof DecideAct>;

/** Run the manual job of a deployment, or retry its failed one, as the person. */
export const RunAct = z.object({ kind: z.literal('run'), ...act, again: z.boolean() });
export type RunAct = z.infer<typeof RunAct>;

/** A slash command that waited for its author to connect. */
export const CommandAct = z.object({
  kind: z.literal('command'),
  person: SlackPerson,
  reply: ReplyTo,
  command: z.string(),
  text: z.string(),
});
export type CommandAct = z.infer<typeof CommandAct>;

/** A click that asked for something to see, and waited for its author to connect. */
export const ClickAct = z.object({
  kind: z.literal('click'),
  person: SlackPerson,
  reply: ReplyTo,
  /** Its action id, and the value it had. */
  control: z.string(),
  value: z.string(),
});
export type ClickAct = z.infer<typeof ClickAct>;

/** Change a deployment's or environment's record, as the person. */
export const WriteAct = z.object({
  kind: z.literal('write'),
  person: SlackPerson,
  reply: ReplyTo,
  operation: Operation,
  /** The form it was entered in, which stays open and shows how it ended; with the words to show again if refused. */
  form: z.object({ view: ViewId, values: FormValues }).optional(),
});
export type WriteAct = z.infer<typeof WriteAct>;

/** Keep or stop a watch that was paused because whoever set it up can no longer answer for it. */
export const AnswerWatchAct = z.object({
  kind: z.literal('answer-watch'),
  person: SlackPerson,
  reply: ReplyTo,
  answer: z.enum(['keep', 'stop']),
  /** In the channel where the question was asked; nothing but that message answers it. */
  watch: AnyWatchName,
  message: MessageTs,
  /** When the watch was paused, epoch ms. */
  askedAt: z.number(),
});
export type AnswerWatchAct = z.infer<typeof AnswerWatchAct>;

/** Try out, end or take back a watch, by a button of an answer about it. */
export const TendWatchAct = z.object({
  kind: z.literal('tend-watch'),
  person: SlackPerson,
  reply: ReplyTo,
  what: z.enum(['test', 'remove', 'undo']),
  watch: AnyWatchName,
  /** Which watch of that name: one that was set up anew is another. Epoch ms. */
  madeAt: z.number(),
  /** What `undo` puts in its place. */
  before: AnyWatch.optional(),
});
export type TendWatchAct = z.infer<typeof TendWatchAct>;

/** Set up a webhook of a project or a group, as the person. */
export const HookAct = z.object({
  kind: z.literal('hook'),
  person: SlackPerson,
  reply: ReplyTo,
  owner: z.union([z.object({ project: ProjectName }), z.object({ group: z.string().min(1) })]),
});
export type HookAct = z.infer<typeof HookAct>;

/** Anything a person asked for that is carried out in the background, or continues after connecting. */
export const Act = z.discriminatedUnion('kind', [
  DecideAct,
  RunAct,
  WriteAct,
  AnswerWatchAct,
  TendWatchAct,
  HookAct,
  CommandAct,
  ClickAct,
]);
export type Act = z.infer<typeof Act>;

/** What is answered where it was asked, and so belongs to the handlers: the flows only keep it meanwhile. */
export type WaitingAct = CommandAct | ClickAct;
