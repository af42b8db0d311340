import fc from 'fast-check';
import { expect } from 'vitest';
import { checkMessageBlocks } from '../../../sandbox/slack/block-kit/check-blocks.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import { mentions } from '../../../sandbox/slack/mentions.ts';
import { GITLAB_HOST } from './card-builder.ts';

/** What somebody would write who wants a bot to call, lead or mislead people. */
const HOSTILE = [
  '<!channel>',
  '<!here|x>',
  '@here',
  '@channel',
  '<@U0EVIL>',
  '<!subteam^S1>',
  '#general',
  '<#C1|x>',
  '<https://evil.example|https://gitlab.example.com>',
  'https://evil.example/x',
  '*bold*',
  '_it_',
  '~gone~',
  '`code`',
  '```block```',
  '\u202Egpj.exe',
  '\u0000',
  '\uD800',
  '\uDC00x',
  '\u200B',
  'a\nb',
  '>quote',
  '&lt;!channel&gt;',
  'x'.repeat(10_000),
  '&'.repeat(3_000),
  '👩‍👩‍👧‍👦'.repeat(200),
  '',
  ' ',
  '|',
  '<',
  '>',
  '<!date^1^{date}|x>',
];
/** Any text at all, and often one of these. */
export const untrusted = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.constantFrom(...HOSTILE.filter((one) => one.length < 100)), { maxLength: 8 })
    .map((parts) => parts.join(' ')),
);
/** Marks that would format, were they not made look-alikes; `code` is taken out before, since Slack formats nothing in it. */
const FORMATS = /\*bold\*|(?<![\p{L}\p{N}])_it_|~gone~|```/u;

/**
 * Nobody is called, nothing is linked but GitLab and the sites on buttons, nothing formats or reorders, and Slack would
 * take it.
 */
export function assertHarmless(rendered: { text?: string; blocks: unknown }): void {
  // The stand-in's checker wants plain JSON, which is what travels.
  const wire = JSON.parse(JSON.stringify(rendered)) as { text: string; blocks: JsonObject[] };
  const found = mentions(wire);
  expect(found.users).toEqual([]);
  expect(found.usergroups).toEqual([]);
  expect(found.channels).toEqual([]);
  expect(found.broadcasts).toEqual([]);
  for (const link of found.links) expect(new URL(link.url).host).toBe(GITLAB_HOST);
  for (const text of mrkdwnIn(wire.blocks)) expect(text.replaceAll(/`[^`\n]*`/gu, '')).not.toMatch(FORMATS);
  expect(checkMessageBlocks(wire.blocks)).toBeUndefined();
  // The value of a button is nothing anybody sees.
  const shown = JSON.stringify(wire, (key, value: unknown) => (key === 'value' ? undefined : value));
  expect(shown).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B]|\\u0000|\\ud[89a-f]/iu);
}

/** Every mrkdwn text; one that lets Slack guess is a defect of its own. */
function mrkdwnIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(mrkdwnIn);
  if (typeof node !== 'object' || node === null) return [];
  if (!('type' in node) || node.type !== 'mrkdwn') return Object.values(node).flatMap(mrkdwnIn);
  expect(node).toMatchObject({ verbatim: true });
  return 'text' in node ? [String(node.text)] : [];
}
