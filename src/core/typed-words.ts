import { SlipwayError } from './errors.ts';

/** A word as it was typed. */
export interface Word {
  readonly text: string;
  /** Where its first quote opened; text quoted from the start is never an option, nor the word `public`. */
  readonly quoted: 'start' | 'inside' | 'nowhere';
}

const QUOTES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['”', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['«', '»'],
]);

/** What the person typed, out of what Slack made of it: links unwrapped, then its three escapes undone. */
const asTyped = (text: string): string =>
  text
    .replaceAll(
      /<((?:https?:\/\/|mailto:)[^|<>\s]+)(?:\|([^<>]*))?>/gu,
      (_all, url: string, label?: string) =>
        // Slack makes a link of a plain word such as `shop.example`, too.
        label !== undefined && [`http://${label}`, `mailto:${label}`].includes(url) ? label : url,
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/**
 * The words of a slash command's text as they were typed. Quotes of any kind hold words together and are left out.
 * @throws SlipwayError `usage` for an unfinished quote
 */
export function readWords(sent: string): Word[] {
  const text = asTyped(sent);
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const { word, end } = readWord(text, at);
    words.push(word);
    at = end;
  }
  return words;
}

function readWord(text: string, start: number): { word: Word; end: number } {
  let value = '';
  let at = start;
  let quoted: Word['quoted'] = 'nowhere';
  while (at < text.length && !/\s/u.test(text[at] ?? '')) {
    const char = text[at] ?? '';
    const closing = QUOTES.get(char);
    // An apostrophe inside a word (don't) is no quote; a mark where a value or an item of a list begins is one.
    if (closing !== undefined && (at === start || /[:=,!]/u.test(text[at - 1] ?? ''))) {
      const end = endOfQuote(text, at + 1, closing);
      if (quoted === 'nowhere') quoted = at === start ? 'start' : 'inside';
      value += text.slice(at + 1, end);
      at = end + 1;
    } else {
      value += char;
      at += 1;
    }
  }
  return { word: { text: value, quoted }, end: at };
}

/**
 * Phones close a straight quote with a curly one and the other way round, so any closing mark of the kind will do. A
 * single mark before a letter is an apostrophe and closes nothing.
 */
function endOfQuote(text: string, from: number, closing: string): number {
  const isSingle = closing === '’' || closing === "'";
  const endings = isSingle ? ["'", '’'] : ['"', '”', '“', '»'];
  for (let at = from; at < text.length; at += 1) {
    const isApostrophe = isSingle && /[\p{L}\p{N}]/u.test(text[at + 1] ?? '');
    if (endings.includes(text[at] ?? '') && !isApostrophe) return at;
  }
  throw new SlipwayError('usage', { problem: 'a quote is not closed' });
}
