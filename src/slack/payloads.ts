import { z } from 'zod';
import { ChannelId, MessageTs, SlackUserId, TeamId } from '../core/ids.ts';

/**
 * What Slack sends us, only the fields used (https://docs.slack.dev/reference/interaction-payloads). The signature is
 * checked before; the shapes are not taken on trust all the same.
 */

const appId = z.string().max(50).optional();
/** A bearer secret: seal it before it goes anywhere. */
const secretUrl = z.string().max(2_000);

/** A slash command's body: a flat form. */
export const SlashCommand = z.object({
  command: z.string().max(100),
  /** Bounded by the handler, which says so in words. */
  text: z.string().default(''),
  team_id: TeamId,
  user_id: SlackUserId,
  channel_id: ChannelId,
  api_app_id: appId,
  trigger_id: z.string().optional(),
  response_url: secretUrl.optional(),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

/** `team` is the workspace the message is in, `user.team_id` the one the person belongs to: with Slack Connect they differ. */
const Actor = z.object({
  user: z.object({ id: SlackUserId, team_id: TeamId.optional() }),
  team: z.object({ id: TeamId }).nullish(),
  api_app_id: appId,
  trigger_id: z.string().optional(),
});

const Chosen = z.object({ value: z.string().max(2_000) });

/** One used control; unknown kinds keep their ids and carry nothing. */
export const UsedControl = z.object({
  type: z.string(),
  action_id: z.string().max(255),
  block_id: z.string().max(255).optional(),
  action_ts: z.string().optional(),
  /** Of a button or a text. */
  value: z.string().max(3_000).nullish(),
  /** Of an overflow menu or a select. */
  selected_option: Chosen.nullish(),
});
export type UsedControl = z.infer<typeof UsedControl>;

/** The value of a used control, wherever its kind keeps it. */
export const controlValue = (control: UsedControl): string | undefined =>
  control.value ?? control.selected_option?.value;

const Container = z.object({
  type: z.string(),
  message_ts: MessageTs.optional(),
  channel_id: ChannelId.optional(),
  thread_ts: MessageTs.optional(),
  view_id: z.string().optional(),
  is_ephemeral: z.boolean().optional(),
});

/** The value of one input of a modal. */
export const InputValue = z.object({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: Chosen.nullish(),
  selected_options: z.array(Chosen).nullish(),
  selected_users: z.array(SlackUserId).nullish(),
});

/** A modal with what its inputs hold. */
const FilledView = z.object({
  id: z.string(),
  callback_id: z.string().max(255),
  private_metadata: z.string().max(3_000).default(''),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), InputValue)) }).default({ values: {} }),
});
export interface FilledForm {
  readonly view: z.infer<typeof FilledView>;
}

/** A click or a choice. */
export const BlockActions = Actor.extend({
  type: z.literal('block_actions'),
  container: Container.optional(),
  channel: z.object({ id: ChannelId }).nullish(),
  message: z
    .object({
      ts: MessageTs,
      bot_id: z.string().optional(),
      app_id: z.string().optional(),
      blocks: z.array(z.object({ block_id: z.string().optional() })).optional(),
    })
    .nullish(),
  view: FilledView.nullish(),
  actions: z.array(UsedControl).min(1).max(25),
  response_url: secretUrl.optional(),
});
export type BlockActions = z.infer<typeof BlockActions>;

/** Who clicked, where, and how to answer: enough to say that the rest of the payload could not be read. */
export const ClickSource = BlockActions.pick({
  user: true,
  channel: true,
  container: true,
  message: true,
  response_url: true,
});

/** Where a click happened: a message's channel and ts, from whichever part of the payload names them. */
export const placeOfClick = (
  payload: Pick<BlockActions, 'channel' | 'container' | 'message'>,
): { channel: ChannelId | undefined; message: MessageTs | undefined } => ({
  channel: payload.channel?.id ?? payload.container?.channel_id,
  message: payload.message?.ts ?? payload.container?.message_ts,
});

/** The thread a clicked message answers in; `undefined` for a message of the channel, even one with answers. */
export const threadOfClick = ({
  container,
  message,
}: Pick<BlockActions, 'container' | 'message'>): MessageTs | undefined => {
  const own = message?.ts ?? container?.message_ts;
  return container?.thread_ts === own ? undefined : container?.thread_ts;
};

/** Whether all that a click says of its place agrees: a message and its container are the same. */
export const namesOnePlace = ({ channel, container, message }: BlockActions): boolean =>
  agree(channel?.id, container?.channel_id) && agree(message?.ts, container?.message_ts);

const agree = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other;

/** A submitted modal. */
export const ViewSubmission = Actor.extend({ type: z.literal('view_submission'), view: FilledView });
export type ViewSubmission = z.infer<typeof ViewSubmission>;

/** Around every event. */
const envelope = { team_id: TeamId, api_app_id: appId, event_id: z.string().optional() };

export const AppMention = z.object({
  ...envelope,
  event: z.object({
    type: z.literal('app_mention'),
    user: SlackUserId.optional(),
    channel: ChannelId,
    text: z.string().max(40_000),
    ts: MessageTs,
    thread_ts: MessageTs.optional(),
    bot_id: z.string().optional(),
  }),
});
export type AppMention = z.infer<typeof AppMention>;
