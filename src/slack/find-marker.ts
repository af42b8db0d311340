import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { isError, SlipwayError } from '../core/errors.ts';
import { MessageTs } from '../core/ids.ts';
import type { Place } from '../core/ports/slack.ts';
import { platformCode, slackReadFailure } from './failure.ts';

/** The event type of the metadata our messages carry. */
export const POST_EVENT = 'slipway_post';

/** Slack's clock and ours may differ a little. */
const SLACK_MS = 5_000;
const PAGE = 200;
/** 4,000 messages within the minute or so that is looked at; more is a runaway cursor. */
const MAX_PAGES = 20;

const Message = z.object({
  ts: MessageTs,
  blocks: z
    .array(z.object({ block_id: z.string().optional() }))
    .optional()
    .catch(undefined),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.object({ marker: z.string().optional() }) })
    .optional()
    .catch(undefined),
});
const Page = z.object({
  messages: z.array(z.unknown()).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/**
 * Looks for the message that carries `marker`, in the channel's history or in the thread
 * (https://docs.slack.dev/reference/methods/conversations.history).
 * @param since epoch ms; messages up to 5 s older are looked at too
 * @returns the oldest one, should there be several
 * @throws SlipwayError `channel-unreachable`, `slack-rate-limited`, `slack-refused`, `slack-unreachable`
 */
export async function findMarker(
  client: WebClient,
  place: Place,
  marker: string,
  since: number,
): Promise<MessageTs | undefined> {
  const { found, isWhole } = await look(client, place, marker, since, MAX_PAGES);
  // Where the whole window was not seen, "not found" would be a guess that posts twice.
  if (found === undefined && !isWhole)
    throw new SlipwayError('slack-unreachable', { reason: 'history too long' });
  return found;
}

/** Messages that are looked at where nothing but lost records makes a look necessary. */
const RECENT_PAGES = 2;

/**
 * Looks for a message of ours that no record tells of, among the newest 400 of the channel. Further back nobody looks:
 * there it does less harm to stand twice than to wait for a long history.
 * @param since epoch ms
 * @throws SlipwayError as `findMarker`; a bot that may not read the history finds nothing
 */
export async function findRecentMarker(
  client: WebClient,
  place: Place,
  marker: string,
  since: number,
): Promise<MessageTs | undefined> {
  try {
    return (await look(client, place, marker, since, RECENT_PAGES)).found;
  } catch (error) {
    if (isError(error, 'slack-refused')) return undefined;
    throw error;
  }
}

async function look(
  client: WebClient,
  place: Place,
  marker: string,
  since: number,
  most: number,
): Promise<{ found: MessageTs | undefined; isWhole: boolean }> {
  const oldest = (Math.max(0, since - SLACK_MS) / 1_000).toFixed(6);
  const found: MessageTs[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < most && cursor !== ''; pages += 1) {
    const page = await readPage(client, place, oldest, cursor);
    found.push(...page.messages.flatMap((message) => matching(message, marker)));
    cursor = page.response_metadata?.next_cursor ?? '';
  }
  return { found: found.sort((a, b) => Number(a) - Number(b))[0], isWhole: cursor === '' };
}

async function readPage(
  client: WebClient,
  place: Place,
  oldest: string,
  cursor: string | undefined,
): Promise<z.infer<typeof Page>> {
  const query = {
    channel: place.channel,
    oldest,
    limit: PAGE,
    include_all_metadata: true,
    ...(cursor === undefined ? {} : { cursor }),
  };
  try {
    const answer =
      place.thread === undefined
        ? await client.conversations.history(query)
        : await client.conversations.replies({ ...query, ts: place.thread });
    return Page.parse(answer);
  } catch (error) {
    // A thread that is gone holds nothing.
    if (isGone(error)) return { messages: [] };
    throw slackReadFailure(error);
  }
}

const isGone = (error: unknown): boolean =>
  ['thread_not_found', 'message_not_found'].includes(platformCode(error) ?? '');

const Standing = z.object({
  messages: z.array(z.object({ ts: z.string(), subtype: z.string().optional() })),
});

/**
 * Whether a message is still there: one that was answered before it was deleted leaves a tombstone
 * (https://docs.slack.dev/reference/methods/conversations.replies).
 * @throws SlipwayError `channel-unreachable`, `slack-rate-limited`, `slack-unreachable`; a bot that may not look takes it
 *   to be there
 */
export async function messageStands(client: WebClient, { channel }: Place, ts: MessageTs): Promise<boolean> {
  try {
    const { messages } = Standing.parse(await client.conversations.replies({ channel, ts, limit: 1 }));
    return messages.some((message) => message.ts === ts && message.subtype !== 'tombstone');
  } catch (error) {
    if (isGone(error)) return false;
    const failure = slackReadFailure(error);
    if (failure.code === 'slack-refused') return true;
    throw failure;
  }
}

function matching(message: unknown, marker: string): MessageTs[] {
  const parsed = Message.safeParse(message);
  if (!parsed.success) return [];
  const { ts, blocks, metadata } = parsed.data;
  const inBlocks = (blocks ?? []).some((block) => block.block_id === marker);
  const inMetadata = metadata?.event_type === POST_EVENT && metadata.event_payload.marker === marker;
  return inBlocks || inMetadata ? [ts] : [];
}
