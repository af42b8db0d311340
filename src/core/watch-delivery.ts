import { z } from 'zod';
import { listOf } from './arguments.ts';
import { SlipwayError } from './errors.ts';
import { type ChannelId, SlackUserId, UserGroupId } from './ids.ts';

/** How the cards of a watch reach people, as somebody writes it. */
export const DELIVERY_OPTIONS = ['mention', 'mode'] as const;
type DeliveryOption = (typeof DELIVERY_OPTIONS)[number];
export type DeliveryTexts = Readonly<Partial<Record<DeliveryOption, string | undefined>>>;

/** A message each in the channel, each in the day's thread there, or each in somebody's direct messages. */
export const WATCH_MODES = ['message', 'thread', 'dm'] as const;
export type WatchMode = (typeof WATCH_MODES)[number];

/** Whether a channel is somebody's direct messages with the bot: Slack's ids of those begin so. */
export const isDirect = (channel: ChannelId): boolean => channel.startsWith('D');

/** Somebody, or a user group, that the first post of each card calls. */
export const Mention = z.union([UserGroupId, SlackUserId]);
export type Mention = z.infer<typeof Mention>;

/** Slack's ids of people begin with `U` or `W`, those of user groups with `S`. */
export const isUserGroup = (mention: Mention): mention is UserGroupId => mention.startsWith('S');

/** One as it was entered: picked from Slack's list, or by its handle. */
export type TypedMention = { readonly id: Mention } | { readonly handle: string };

export interface WatchDelivery {
  /** Still to be looked up in Slack. */
  readonly mention: readonly TypedMention[];
  readonly mode: WatchMode;
}

/** More would be a wall that nobody feels meant by. */
export const MOST_MENTIONS = 5;
/** As Slack writes what somebody picks from its list after `@`. */
const PERSON = /^<@([UW][A-Z0-9]{2,40})(?:\|[^<>]*)?>$/u;
const GROUP = /^<!subteam\^(S[A-Z0-9]{2,40})(?:\|[^<>]*)?>$/u;
const HANDLE = /^@([\p{L}\p{N}][\p{L}\p{N}._-]{0,79})$/u;
/** Calls everybody who is around, in either spelling. */
const EVERYBODY = /^(?:<!|@)?(?:here|channel|everyone|group)(?:\|[^<>]*)?>?$/iu;

/**
 * Reads whom a watch's cards mention and where they go, wherever it was entered.
 * @throws SlipwayError `bad-value` naming the option, what does not fit, and what does
 */
export function readDelivery(
  texts: DeliveryTexts & { readonly confirm?: string | undefined },
): WatchDelivery {
  const mode = modeIn(texts.mode);
  const typed = [...new Set(listOf(texts.mention))];
  if (typed.length > MOST_MENTIONS)
    throw refused('mention', typed.join(','), `at most ${MOST_MENTIONS} people or user groups`);
  if (typed.length > 0 && mode === 'dm') throw forYouAlone('mention', typed.join(','));
  if (texts.confirm !== undefined && mode === 'dm') throw forYouAlone('confirm', texts.confirm);
  return { mention: typed.map(mentionIn), mode };
}

function modeIn(text: string | undefined): WatchMode {
  if (text === undefined || text.trim() === '') return 'message';
  const mode = WATCH_MODES.find((one) => one === text.trim().toLowerCase());
  if (mode !== undefined) return mode;
  throw new SlipwayError('bad-value', { option: 'mode', value: text.slice(0, 80), known: [...WATCH_MODES] });
}

/** Id of the person a mention names; `undefined` for anything else. */
export const personIn = (text: string): string | undefined => PERSON.exec(text)?.[1];

function mentionIn(text: string): TypedMention {
  if (EVERYBODY.test(text))
    throw refused(
      'mention',
      text.replaceAll(/[<>!]/gu, ''),
      'the people or user groups a deployment concerns, such as @sec-approvers; a whole channel is never called',
    );
  const id = personIn(text) ?? GROUP.exec(text)?.[1];
  if (id !== undefined) return { id: Mention.parse(id) };
  const handle = HANDLE.exec(text)?.[1];
  if (handle !== undefined) return { handle };
  throw refused('mention', text, 'people or user groups picked from the list Slack offers after @');
}

/** What makes no sense of a watch whose cards reach one person only. */
export const forYouAlone = (option: 'mention' | 'confirm', value: string): SlipwayError =>
  new SlipwayError('bad-value', {
    option,
    value: value.slice(0, 80),
    with: 'mode:dm',
    takes:
      option === 'mention'
        ? 'a watch of a channel: direct messages reach you alone, and call nobody else'
        : 'a watch of a channel: it concerns everybody who approves, and so is not set up out of their sight',
  });

const refused = (option: DeliveryOption, value: string, takes: string): SlipwayError =>
  new SlipwayError('bad-value', { option, value: value.slice(0, 80), takes });

/** What those a watch calls are named. */
export type MentionNames = ReadonlyMap<Mention, string>;

/** As Slack writes it. */
export const asWritten = (mention: Mention): string =>
  isUserGroup(mention) ? `<!subteam^${mention}>` : `<@${mention}>`;
