import { checkMessageBlocks } from './block-kit/check-blocks.ts';
import { isObject, type Json, type JsonObject, objectsOf, stringOf } from './json.ts';
import { editMessage, removeMessage, storeMessage } from './messages.ts';
import type { ResponseUrl } from './response-urls.ts';
import type { World } from './world.ts';

/** What an ack body or a response URL may carry. */
const KNOWN = new Set([
  'response_type',
  'text',
  'blocks',
  'replace_original',
  'delete_original',
  'thread_ts',
  'metadata',
  'attachments',
  'mrkdwn',
  'unfurl_links',
  'unfurl_media',
]);

const isYes = (value: Json | undefined): boolean => value === true || value === 'true';

/** The refusal an answer deserves, or `undefined`. */
function checkAnswer(answer: JsonObject): { error: string; messages: string[] } | undefined {
  const hasContent = stringOf(answer.text) !== '' || objectsOf(answer.blocks).length > 0;
  if (!hasContent && !isYes(answer.delete_original)) return { error: 'no_text', messages: [] };
  if (stringOf(answer.text).length > 40_000) return { error: 'msg_too_long', messages: [] };
  return answer.blocks === undefined ? undefined : checkMessageBlocks(answer.blocks);
}

/**
 * Shows what an app answered to a command or click: a private line unless it says `in_channel`; or a new version
 * of the message that was clicked (`replace_original`), or none (`delete_original`).
 * @returns Slack's refusal, or `undefined` when it took effect.
 */
export function applyAnswer(
  world: World,
  entry: ResponseUrl,
  answer: JsonObject,
): { error: string; messages: string[] } | undefined {
  for (const name of Object.keys(answer))
    if (!KNOWN.has(name)) world.unknown.push(`response_url: argument ${name}`);
  const refusal = checkAnswer(answer);
  if (refusal !== undefined) return refusal;
  const { original } = entry;
  if (isYes(answer.delete_original)) {
    if (original !== undefined) removeMessage(world, original);
    return undefined;
  }
  const blocks = objectsOf(answer.blocks);
  if (isYes(answer.replace_original) && original !== undefined) {
    editMessage(world, original, { text: stringOf(answer.text), blocks });
    return undefined;
  }
  postAnswer(world, entry, answer, blocks);
  return undefined;
}

function postAnswer(world: World, entry: ResponseUrl, answer: JsonObject, blocks: JsonObject[]): void {
  const threadTs = stringOf(answer.thread_ts) || entry.threadTs;
  const posted = storeMessage(world, {
    channel: entry.channel,
    user: world.identity.botUserId,
    text: stringOf(answer.text),
    blocks,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(isObject(answer.metadata) ? { metadata: answer.metadata } : {}),
    ...(answer.response_type === 'in_channel' ? {} : { onlyFor: entry.userId }),
  });
  entry.original ??= posted;
}
