import type { ModalView } from '@slack/types';
import type { Act } from '../core/acts.ts';
import type { Arguments } from '../core/arguments.ts';
import type { FormName, FormValues } from '../core/forms.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { ReplyTo, SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { CommandReplies } from '../slack/command-replies.ts';
import type { FilledForm, ViewSubmission } from '../slack/payloads.ts';
import type { Rendered } from '../slack/text-objects.ts';
import type { SlackViews } from '../slack/views.ts';
import type { NoticeSettings } from '../slack/words/notices.ts';

/** What every handler may reach. */
export interface HandlerContext {
  readonly ports: Ports;
  readonly views: SlackViews;
  readonly replies: CommandReplies;
  readonly words: NoticeSettings;
  /** Counts work that goes on after the acknowledgement, so that a stop can wait for it. */
  readonly track: (work: Promise<unknown>) => void;
}

/** A command as it was sent, its author taken from the signed payload. */
export interface CommandCall {
  readonly person: SlackPerson;
  readonly channel: ChannelId;
  readonly reply: ReplyTo;
  readonly args: Arguments;
  /** Opens a modal within three seconds; none where the command had to wait for its author to connect. */
  readonly triggerId?: string | undefined;
}

/** A command whose words can be entered in a form as well. */
export interface FormSpec {
  readonly op: FormName;
  /**
   * What the words and options say; whatever is missing is asked for.
   * @param baseUrl the configured GitLab, whose addresses may stand for a project and what is in it
   * @throws SlipwayError `usage`, `unknown-filter`, `bad-project`, `foreign-url`
   */
  readonly values: (args: Arguments, baseUrl: string) => FormValues;
}

/** What a command answers: words made by a flow, or a message drawn here. */
export type Answer = { readonly notice: Notice } | { readonly message: Rendered };

export const ROOTS = ['deploy', 'env', 'slipway'] as const;
export type Root = (typeof ROOTS)[number];

/** One slash sub-command: its help, what it takes, and what it does. */
export interface CommandSpec {
  readonly root: Root;
  readonly name: string;
  /** What follows the name, e.g. `[project] [env:…]`. */
  readonly usage: string;
  /** One sentence without a full stop. */
  readonly summary: string;
  /** Two calls as somebody would type them, without the root and the name. */
  readonly examples: readonly [string, string];
  /** Keys of its `key:value` options. */
  readonly options: readonly string[];
  /** Options whose value may be empty, `key:""`: that takes a value away. */
  readonly removable?: readonly string[];
  /** Options without a value: `--force`. */
  readonly flags?: readonly string[];
  /** Answers after the acknowledgement; `undefined` where a modal answers. */
  readonly run?: (context: HandlerContext, call: CommandCall) => Promise<Answer | undefined>;
  /** Makes an act that is durable before the acknowledgement; the act itself tells how it ended. */
  readonly act?: (context: HandlerContext, call: CommandCall) => Promise<Act>;
  /** Makes such an act of its words, or opens a form where some are missing. */
  readonly form?: FormSpec;
}

/** A button, menu or select: whose click it was, on what, and how to answer. */
export interface Click {
  readonly person: SlackPerson;
  readonly reply: ReplyTo;
  readonly channel: ChannelId;
  readonly message: string | undefined;
  /** Whether the message is shown to this person alone. */
  readonly isPrivate: boolean;
  readonly triggerId: string;
  readonly actionId: string;
  /** The value of the button, or of the option chosen. */
  readonly value: string;
}

/** One control, or a family of controls whose id starts the same way. */
export interface ActionSpec {
  /** The action id; one that ends in `:` covers all ids that start with it. */
  readonly actionId: string;
  /** Does what must be done before the acknowledgement: queue the act, or open the modal. */
  readonly accept: (context: HandlerContext, click: Click) => Promise<void>;
}

/** A submitted modal. */
export interface Submission {
  readonly person: SlackPerson;
  /** Its inputs, read with `typedIn`, `chosenIn` and `isTicked`. */
  readonly payload: ViewSubmission;
}

export interface ViewSpec {
  readonly callbackId: string;
  /** Queues the act. */
  readonly submit: (context: HandlerContext, submission: Submission) => Promise<SubmitAnswer>;
  /** An input was used that tells so at once; what has to be looked up for it goes on after the acknowledgement. */
  readonly change?: (context: HandlerContext, change: Change) => void;
}

/** An input of an open modal was used. */
export interface Change {
  readonly person: SlackPerson;
  /** Its block id, and what was chosen or typed. */
  readonly block: string;
  readonly value: string;
  /** The modal with what all its inputs hold now. */
  readonly form: FilledForm;
}

/** What becomes of a submitted modal: it closes, shows texts at inputs by block id, or shows another view. */
export type SubmitAnswer =
  | undefined
  | { readonly errors: Record<string, string> }
  | { readonly view: ModalView };

export const defineCommand = (spec: CommandSpec): CommandSpec => spec;
export const defineAction = (spec: ActionSpec): ActionSpec => spec;
export const defineView = (spec: ViewSpec): ViewSpec => spec;
