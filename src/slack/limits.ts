import { z } from 'zod';
import { clip } from './escape.ts';
import type { Rendered } from './text-objects.ts';

/**
 * Slack's limits for what we send (https://docs.slack.dev/reference/block-kit/blocks/), and the one it does not document:
 * a message is refused (`msg_blocks_too_long`) at about 13,200 characters of blocks.
 */
const LIMITS = { blocks: 50, viewBlocks: 100, blocksJson: 13_000 } as const;

const text = (max: number) => z.object({ text: z.string().min(1).max(max) });
const id = z.string().min(1).max(255);
const Option = z.object({
  text: text(75),
  value: z.string().min(1).max(150),
  url: z.string().max(3_000).optional(),
});
const Confirm = z.object({ title: text(100), text: text(300), confirm: text(30), deny: text(30) });
const Element = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('button'),
    text: text(75),
    action_id: id,
    value: z.string().max(2_000).optional(),
    url: z.string().max(3_000).optional(),
    accessibility_label: z.string().max(75).optional(),
    confirm: Confirm.optional(),
  }),
  z.object({ type: z.literal('overflow'), action_id: id, options: z.array(Option).min(1).max(5) }),
  z.object({ type: z.literal('static_select'), action_id: id, options: z.array(Option).min(1).max(100) }),
  z.object({ type: z.literal('checkboxes'), action_id: id, options: z.array(Option).min(1).max(10) }),
  z.object({
    type: z.literal('plain_text_input'),
    action_id: id,
    max_length: z.number().max(3_000).optional(),
  }),
]);
const blockId = { block_id: id.optional() };
const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), ...blockId, text: text(150) }),
  z
    .object({
      type: z.literal('section'),
      ...blockId,
      text: text(3_000).optional(),
      fields: z.array(text(2_000)).min(1).max(10).optional(),
      accessory: Element.optional(),
    })
    .refine((block) => block.text !== undefined || block.fields !== undefined, 'needs text or fields'),
  z.object({ type: z.literal('actions'), ...blockId, elements: z.array(Element).min(1).max(25) }),
  z.object({ type: z.literal('context'), ...blockId, elements: z.array(text(3_000)).min(1).max(10) }),
  z.object({ type: z.literal('divider'), ...blockId }),
  z.object({ type: z.literal('rich_text'), ...blockId, elements: z.array(z.unknown()).min(1).max(100) }),
  z.object({
    type: z.literal('input'),
    ...blockId,
    label: text(2_000),
    element: Element,
    hint: text(2_000).optional(),
  }),
]);

/** Every limit of Slack's that these blocks break, as `path: problem`; empty when Slack would take them. */
export function brokenLimits(blocks: readonly unknown[], most: number = LIMITS.blocks): string[] {
  const broken = blocks.flatMap((block, index) => {
    const parsed = Block.safeParse(block);
    if (parsed.success) return [];
    return parsed.error.issues.map((issue) => `${[index, ...issue.path].join('.')}: ${issue.message}`);
  });
  if (blocks.length > most) broken.push(`more than ${most} blocks`);
  if (JSON.stringify(blocks).length > LIMITS.blocksJson)
    broken.push(`more than ${LIMITS.blocksJson} characters`);
  return [...broken, ...repeatedIds(blocks)];
}

/**
 * Last resort before sending: drops the blocks Slack would refuse, from the end where there are too many. A message with
 * a part missing is better than none; the parts themselves are built within the limits.
 */
export function withinLimits(rendered: Rendered): Rendered {
  let blocks = rendered.blocks.filter((block) => Block.safeParse(block).success).slice(0, LIMITS.blocks);
  while (JSON.stringify(blocks).length > LIMITS.blocksJson) {
    const last = blocks.findLastIndex((block) => block.type !== 'actions' && block.type !== 'header');
    if (last < 0) break;
    blocks = blocks.toSpliced(last, 1);
  }
  return { text: clip(rendered.text, 3_900), blocks };
}

function repeatedIds(blocks: readonly unknown[]): string[] {
  const ids = [...JSON.stringify(blocks).matchAll(/"action_id":"([^"]*)"/gu)].map((match) => match[1]);
  return ids.length === new Set(ids).size ? [] : ['an action_id is used twice'];
}
