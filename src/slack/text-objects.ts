import type {
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { clip, plainLine } from './escape.ts';

/** What Slack is sent: the fallback text and the blocks. */
export interface Rendered {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/**
 * mrkdwn in which Slack guesses nothing: without `verbatim`, a plain `@here`, `#channel` or address in a title would be
 * made a mention or a link. Untrusted parts are escaped by the caller (`literal`, `code`).
 */
export const mrkdwn = (text: string, limit = 3_000): MrkdwnElement => ({
  type: 'mrkdwn',
  text: clipMrkdwn(text, limit),
  verbatim: true,
});

/** Plain text on one line. */
export const plain = (text: string, limit: number): PlainTextElement => ({
  type: 'plain_text',
  text: plainLine(text, limit) || '–',
  emoji: false,
});

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text, 150) });

export const section = (text: string): SectionBlock => ({ type: 'section', text: mrkdwn(text) });

/** Two columns of `*Label*` over a value; at most ten, of 2,000 characters each. */
export const fieldsSection = (fields: readonly string[]): SectionBlock => ({
  type: 'section',
  fields: fields.slice(0, 10).map((field) => mrkdwn(field, 2_000)),
});

export const context = (...lines: readonly string[]): ContextBlock => ({
  type: 'context',
  elements: lines.slice(0, 10).map((line) => mrkdwn(line)),
});

/** A button that opens an address. Slack still sends a click, which `open-link` acknowledges. */
export const linkButton = (text: string, url: string, actionId: string): Button => ({
  type: 'button',
  text: plain(text, 75),
  url,
  action_id: actionId,
});

/** Cuts mrkdwn on a line's end where it can, so that no link or code span is cut in two. */
function clipMrkdwn(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const lines = text.slice(0, limit - 2).split('\n');
  const whole = lines.slice(0, -1).join('\n');
  return whole === '' ? clip(text.replaceAll(/<[^>]*>?/gu, ''), limit) : `${whole}\n…`;
}
