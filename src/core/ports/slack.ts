import type { CardView, DeploymentView } from '../card.ts';
import type { CardDay } from '../card-day.ts';
import type { SlipwayError } from '../errors.ts';
import type { FormView } from '../forms.ts';
import type { ChannelId, MessageTs, SlackUserId, UserGroupId, ViewId } from '../ids.ts';
import type { Announcement, Notice, ThreadNote } from '../notice.ts';
import type { ReplyTo, SlackPerson } from '../person.ts';

/** Something a message can show: rendered by the Slack layer, compared by digest. */
export type Post =
  | { readonly kind: 'card'; readonly view: CardView }
  | { readonly kind: 'note'; readonly note: ThreadNote }
  /** To whoever asked for it. */
  | { readonly kind: 'end'; readonly view: DeploymentView }
  /** To one person, by direct message. */
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'announcement'; readonly announcement: Announcement }
  /** The message in whose thread the cards of a project's day stand. */
  | { readonly kind: 'day'; readonly day: CardDay };

/** Where a message goes. */
export interface Place {
  readonly channel: ChannelId;
  readonly thread?: MessageTs;
}

/**
 * Messages that outlive the moment. No call is retried by the library beneath.
 * @throws SlipwayError `channel-unreachable` (not invited, archived, gone), `slack-refused` (our own defect),
 *   `slack-rate-limited` (certainly not posted), `slack-ambiguous` (may have been posted)
 */
export interface SlackMessages {
  /**
   * Posts once; `marker` travels in the message so that it can be found again. An answer to a message that is gone is
   * refused with the reason `thread_not_found`.
   */
  post(place: Place, post: Post, marker: string): Promise<MessageTs>;
  /** Replaces the text and blocks of a message of ours. */
  update(place: Place, ts: MessageTs, post: Post): Promise<void>;
  /** Looks for a message of ours with this marker, not older than `since` (epoch ms). */
  find(place: Place, marker: string, since: number): Promise<MessageTs | undefined>;
  /** Whether a message stands where it was posted; `true` as well where Slack does not let us look. */
  stands(place: Place, ts: MessageTs): Promise<boolean>;
  /** The channel of the bot's direct messages with a person. */
  directChannel(user: SlackUserId): Promise<ChannelId>;
  /** The same among the newest messages alone; `undefined` also where the channel's history may not be read. */
  findRecent(place: Place, marker: string, since: number): Promise<MessageTs | undefined>;
  /** Digest of what `post` would show. */
  digest(post: Post): string;
}

/** Private words for one person. */
export interface SlackNotices {
  /** Tries the command's or click's own reply address, then an ephemeral message, then a direct message. Never throws for an unreachable reply address. */
  tell(reply: ReplyTo, notice: Notice): Promise<void>;
  /** A direct message. */
  direct(person: SlackPerson, notice: Notice): Promise<void>;
}

/** Forms that were submitted and stay open until it is known how that ended. */
export interface SlackForms {
  /**
   * Shows the end in the form's own modal. Never throws.
   * @param again the form, to be shown once more with the words at its top, where a refusal may be mended there
   * @returns whether the person can see it; `false` when the modal was closed meanwhile, or Slack did not take it
   */
  answer(view: ViewId, notice: Notice, again: FormView | undefined): Promise<boolean>;
}

/** What Slack says of a user group. */
export type UserGroupSight =
  | {
      readonly state: 'there';
      readonly id: UserGroupId;
      /** Without its `@`. */
      readonly handle: string;
      readonly members: readonly SlackUserId[];
    }
  /** Disabled, or nowhere in this workspace. */
  | { readonly state: 'gone' }
  /** The bot may not look, or Slack does not answer. */
  | { readonly state: 'unchecked' };

/** User groups (https://docs.slack.dev/reference/methods/usergroups.list). Nothing here throws. */
export interface SlackUserGroups {
  look(group: UserGroupId): Promise<UserGroupSight>;
  /** @param handle without its `@` */
  named(handle: string): Promise<UserGroupSight>;
}

/** Whether a Slack account may act at all. */
export interface SlackPeople {
  /**
   * @throws SlipwayError `account-refused` for guests, bots, deactivated accounts and strangers; `account-unchecked`
   *   when Slack does not answer
   */
  assertMayAct(person: SlackPerson): Promise<void>;
  /**
   * The same as far as it is known without asking Slack, for where an acknowledgement waits; what is not known is asked
   * for meanwhile.
   * @returns the `account-refused` to throw
   */
  knownRefusal(person: SlackPerson): SlipwayError | undefined;
  /**
   * Whether Slack calls this person an admin or owner of the workspace.
   * @throws SlipwayError `account-unchecked` when Slack does not answer
   */
  isAdmin(person: SlackPerson): Promise<boolean>;
  /** Whether Slack answers and takes the bot's token. @throws SlipwayError with the reason it does not */
  assertReachable(): Promise<void>;
  /** Whether the bot can post in this channel. */
  canPost(channel: ChannelId): Promise<boolean>;
  displayName(user: SlackUserId): Promise<string | undefined>;
}
