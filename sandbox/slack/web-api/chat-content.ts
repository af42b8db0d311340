import { checkMessageBlocks } from '../block-kit/check-blocks.ts';
import { isObject, type JsonObject, objectsOf, stringOf } from '../json.ts';
import { arg, type Call, SlackError } from './method.ts';

/** The arguments that say what a message holds. */
export const CONTENT = ['text', 'blocks', 'attachments', 'metadata', 'parse', 'link_names', 'markdown_text'];
export const UNFURL = ['unfurl_links', 'unfurl_media'];
const TEXT_LIMIT = 40_000;
/** Slack does not publish how large metadata may be; well-behaved apps stay far below this. */
const METADATA_LIMIT = 16_000;

/** Refuses content over Slack's limits. @param needed true when there must be some. */
export function checkContent(call: Call, needed: boolean): void {
  const { blocks } = call.args;
  const text = arg(call, 'text');
  if (text.length > TEXT_LIMIT) throw new SlackError('msg_too_long');
  if (blocks !== undefined) {
    const refusal = checkMessageBlocks(blocks);
    if (refusal !== undefined) throw new SlackError(refusal.error, refusal.messages);
  }
  if (needed && text === '' && objectsOf(blocks).length === 0) throw new SlackError('no_text');
}

/** The metadata of a call. @throws where its shape or size is not Slack's. */
export function metadataOf(call: Call): { metadata?: JsonObject } {
  const { metadata } = call.args;
  if (metadata === undefined) return {};
  if (!isObject(metadata) || stringOf(metadata.event_type) === '' || !isObject(metadata.event_payload))
    throw new SlackError('invalid_metadata_format');
  if (JSON.stringify(metadata).length > METADATA_LIMIT) throw new SlackError('metadata_too_large');
  return { metadata };
}
