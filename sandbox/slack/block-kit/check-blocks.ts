import { isObject, type Json } from '../json.ts';
import { messageBlock, viewBlock } from './blocks.ts';
import { all, bool, list, object, Report, string, word } from './check.ts';
import { plainText } from './objects.ts';
import { oneFocus, uniqueIds } from './uniqueness.ts';

/** Beyond this many characters of JSON Slack answers `msg_blocks_too_long`: measured by users, not documented. */
const BLOCKS_JSON_LIMIT = 13_200;

export type Refusal = { error: string; messages: string[] };

const messageBlocks = all(list(0, 50, messageBlock), uniqueIds);
const viewBlocks = all(list(1, 100, viewBlock), uniqueIds, oneFocus);

const shared = {
  private_metadata: string(3000, 0),
  callback_id: string(255, 0),
  external_id: string(255, 0),
};
const modal = object(
  { type: word('modal'), title: plainText(24), blocks: viewBlocks },
  {
    ...shared,
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: bool,
    notify_on_close: bool,
    submit_disabled: bool,
  },
);
const home = object(
  { type: word('home'), blocks: all(list(0, 100, viewBlock), uniqueIds, oneFocus) },
  shared,
);

/**
 * Checks the blocks of a message against every limit of Block Kit.
 * @returns Slack's refusal (`invalid_blocks_format`, `invalid_blocks` or `msg_blocks_too_long`), or `undefined`.
 * @see https://docs.slack.dev/reference/block-kit/blocks
 */
export function checkMessageBlocks(blocks: Json): Refusal | undefined {
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format', messages: [] };
  const report = new Report();
  messageBlocks(blocks, '/blocks', report);
  if (report.errors.length > 0) return { error: 'invalid_blocks', messages: report.errors };
  if (JSON.stringify(blocks).length > BLOCKS_JSON_LIMIT)
    return { error: 'msg_blocks_too_long', messages: [] };
  return undefined;
}

/** True when an `input` block stands in the list: a view with one must have a submit button. */
function hasInput(blocks: Json | undefined): boolean {
  return Array.isArray(blocks) && blocks.some((block) => isObject(block) && block.type === 'input');
}

/**
 * Checks a view (modal or Home tab).
 * @returns Slack's refusal (`invalid_arguments` with the places at fault), or `undefined`.
 * @see https://docs.slack.dev/reference/views
 */
export function checkView(view: Json, kind: 'modal' | 'home'): Refusal | undefined {
  const report = new Report();
  (kind === 'modal' ? modal : home)(view, '/view', report);
  if (kind === 'modal' && isObject(view) && hasInput(view.blocks) && view.submit === undefined)
    report.add('must define `submit` to use an `input` block in modals', '/view');
  return report.errors.length > 0 ? { error: 'invalid_arguments', messages: report.errors } : undefined;
}
