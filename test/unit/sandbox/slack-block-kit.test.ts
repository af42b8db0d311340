import { describe, expect, it } from 'vitest';
import { checkMessageBlocks, checkView } from '../../../sandbox/slack/block-kit/check-blocks.ts';
import type { Json, JsonObject } from '../../../sandbox/slack/json.ts';

const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
const mrkdwn = (text: string): JsonObject => ({ type: 'mrkdwn', text });
const section = (text = 'hello'): JsonObject => ({ type: 'section', text: mrkdwn(text) });
const button = (more: JsonObject = {}): JsonObject => ({
  type: 'button',
  text: plain('Go'),
  action_id: 'go',
  ...more,
});
const actions = (...elements: JsonObject[]): JsonObject => ({ type: 'actions', elements });
const option = (value: string): JsonObject => ({ text: plain(value), value });
const options = (count: number): Json[] => Array.from({ length: count }, (_, index) => option(`o${index}`));
const many = (count: number, make: (index: number) => JsonObject): Json[] =>
  Array.from({ length: count }, (_, index) => make(index));
const confirm = (more: JsonObject = {}): JsonObject => ({
  title: plain('Sure?'),
  text: plain('Really'),
  ...more,
});
const select = (type: string, more: JsonObject = {}): JsonObject => ({
  type,
  action_id: 's',
  options: options(2),
  ...more,
});

const x = (count: number): string => 'x'.repeat(count);

/** What stands right at Slack's limit. */
const accepted: [string, Json[]][] = [
  ['50 blocks', many(50, () => ({ type: 'divider' }))],
  ['a header of 150 characters', [{ type: 'header', text: plain(x(150)) }]],
  ['section text of 3000 characters', [section(x(3000))]],
  ['ten fields of a section', [{ type: 'section', fields: many(10, () => mrkdwn('f')) }]],
  [
    '25 elements in an actions block',
    [actions(...Array.from({ length: 25 }, (_, i) => button({ action_id: `b${i}` })))],
  ],
  [
    'a button label of 75 and a value of 2000 characters',
    [actions(button({ text: plain(x(75)), value: x(2000) }))],
  ],
  ['a block id of 255 characters', [{ type: 'divider', block_id: x(255) }]],
  ['an overflow menu of five', [actions({ type: 'overflow', action_id: 'o', options: options(5) })]],
  ['100 options', [actions(select('static_select', { options: options(100) }))]],
  ['the same action id in two blocks', [actions(button()), actions(button())]],
  ['ten things in a context', [{ type: 'context', elements: many(10, () => mrkdwn('c')) }]],
  [
    'a confirmation at its limits',
    [actions(button({ confirm: confirm({ title: plain(x(100)), text: mrkdwn(x(300)) }) }))],
  ],
  ['verbatim mrkdwn', [{ type: 'section', text: { ...mrkdwn('@here'), verbatim: true } }]],
  ['an image with alt text', [{ type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A' }]],
];

/** What stands just beyond it, and the place Slack points to. */
const refused: [string, Json[], string][] = [
  [
    '51 blocks',
    many(51, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  ['a header of 151 characters', [{ type: 'header', text: plain(x(151)) }], '/blocks/0/text/text'],
  ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('h') }], '/blocks/0/text/type'],
  [
    'section text of 3001 characters',
    [section(x(3001))],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['empty text', [section('')], '/blocks/0/text/text'],
  ['eleven fields', [{ type: 'section', fields: many(11, () => mrkdwn('f')) }], '/blocks/0/fields'],
  ['a field of 2001 characters', [{ type: 'section', fields: [mrkdwn(x(2001))] }], '/blocks/0/fields/0/text'],
  ['a section without text or fields', [{ type: 'section' }], '/blocks/0'],
  [
    '26 elements',
    [actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `b${i}` })))],
    '/blocks/0/elements',
  ],
  [
    'a button label of 76 characters',
    [actions(button({ text: plain(x(76)) }))],
    '/blocks/0/elements/0/text/text',
  ],
  ['a button value of 2001 characters', [actions(button({ value: x(2001) }))], '/blocks/0/elements/0/value'],
  [
    'a button address of 3001 characters',
    [actions(button({ url: `https://e.com/${x(3000)}` }))],
    '/elements/0/url',
  ],
  ['a button style nobody knows', [actions(button({ style: 'default' }))], '/blocks/0/elements/0/style'],
  [
    'an action id of 256 characters',
    [actions(button({ action_id: x(256) }))],
    '/blocks/0/elements/0/action_id',
  ],
  ['the same action id twice in a block', [actions(button(), button())], 'action_id already exists: go'],
  [
    'the same block id twice',
    many(2, () => ({ type: 'divider', block_id: 'b' })),
    'block_id already exists: b',
  ],
  [
    'an overflow menu of six',
    [actions({ type: 'overflow', action_id: 'o', options: options(6) })],
    'no more than 5 items allowed',
  ],
  [
    'an option value of 151 characters',
    [actions(select('static_select', { options: [{ text: plain('o'), value: x(151) }] }))],
    '/options/0/value',
  ],
  [
    '101 options',
    [actions(select('static_select', { options: options(101) }))],
    '/blocks/0/elements/0/options',
  ],
  [
    'eleven things in a context',
    [{ type: 'context', elements: many(11, () => mrkdwn('c')) }],
    '/blocks/0/elements',
  ],
  ['a button in a context', [{ type: 'context', elements: [button()] }], '/blocks/0/elements/0'],
  [
    'a confirmation title of 101 characters',
    [actions(button({ confirm: confirm({ title: plain(x(101)) }) }))],
    '/confirm/title/text',
  ],
  [
    'a confirmation button of 31 characters',
    [actions(button({ confirm: confirm({ confirm: plain(x(31)) }) }))],
    '/confirm/confirm/text',
  ],
  [
    'an accessibility label of 76 characters',
    [actions(button({ accessibility_label: x(76) }))],
    '/accessibility_label',
  ],
  [
    'an image without alt text',
    [{ type: 'image', image_url: 'https://example.com/a.png' }],
    'missing required field: alt_text',
  ],
  ['a block type nobody knows', [{ type: 'banner' }], 'unsupported block type: banner'],
  ['a type from the prototype', [{ type: 'constructor' }], 'unsupported block type: constructor'],
  [
    'a text input outside an input block',
    [actions({ type: 'plain_text_input', action_id: 't' })],
    'unsupported element type',
  ],
  ['a property nobody knows', [{ ...section(), colour: 'red' }], 'invalid additional property: colour'],
  [
    'verbatim plain text',
    [{ type: 'section', text: { ...plain('p'), verbatim: true } }],
    'invalid additional property: verbatim',
  ],
  ['a string for a text object', [{ type: 'section', text: 'hello' }], '/blocks/0/text'],
];

describe('the blocks of a message', () => {
  it.each(accepted)('may be %s', (_, blocks) => {
    expect(checkMessageBlocks(blocks)).toBeUndefined();
  });

  it.each(refused)('may not be %s', (_, blocks, place) => {
    const refusal = checkMessageBlocks(blocks);
    expect(refusal?.error).toBe('invalid_blocks');
    expect(refusal?.messages.join('\n')).toContain(place);
  });

  it('are refused as a whole when they are too much together', () => {
    expect(checkMessageBlocks(many(5, () => section(x(2900))))?.error).toBe('msg_blocks_too_long');
  });

  it('must be a list', () => {
    expect(checkMessageBlocks('[]')?.error).toBe('invalid_blocks_format');
  });
});

const input = (element: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'input',
  label: plain('Why'),
  element,
  ...more,
});
const modal = (more: JsonObject = {}): JsonObject => ({
  type: 'modal',
  title: plain('T'),
  blocks: [section()],
  ...more,
});
const typed = { type: 'plain_text_input', action_id: 't' };

const refusedViews: [string, JsonObject, string][] = [
  ['a title of 25 characters', modal({ title: plain(x(25)) }), '/view/title/text'],
  ['a submit of 25 characters', modal({ submit: plain(x(25)) }), '/view/submit/text'],
  ['private metadata of 3001 characters', modal({ private_metadata: x(3001) }), '/view/private_metadata'],
  ['a callback id of 256 characters', modal({ callback_id: x(256) }), '/view/callback_id'],
  ['101 blocks', modal({ blocks: many(101, () => ({ type: 'divider' })) }), '/view/blocks'],
  ['an input without a submit button', modal({ blocks: [input(typed)] }), 'must define `submit`'],
  [
    'a label of 2001 characters',
    modal({ submit: plain('S'), blocks: [input(typed, { label: plain(x(2001)) })] }),
    '/label/text',
  ],
  [
    'a max_length of 3001',
    modal({ submit: plain('S'), blocks: [input({ ...typed, max_length: 3001 })] }),
    '/max_length',
  ],
  [
    'a markdown block',
    modal({ blocks: [{ type: 'markdown', text: 'm' }] }),
    'unsupported block type: markdown',
  ],
  [
    'eleven radio buttons',
    modal({ submit: plain('S'), blocks: [input(select('radio_buttons', { options: options(11) }))] }),
    '/options',
  ],
];

describe('a dialog', () => {
  it('may hold 100 blocks', () => {
    expect(checkView(modal({ blocks: many(100, () => ({ type: 'divider' })) }), 'modal')).toBeUndefined();
  });

  it.each(refusedViews)('may not have %s', (_, view, place) => {
    const refusal = checkView(view, 'modal');
    expect(refusal?.error).toBe('invalid_arguments');
    expect(refusal?.messages.join('\n')).toContain(place);
  });
});
