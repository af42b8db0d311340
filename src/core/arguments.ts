import { SlipwayError } from './errors.ts';

/** The text after a slash command, taken apart. */
export interface Arguments {
  /** Words that are no option, in order. */
  readonly words: readonly string[];
  /** `key:value`, `--key value`, `--key=value`; the last one wins. Keys are lower case. */
  readonly options: ReadonlyMap<string, string>;
  /** The last word was `public`: the answer goes to the channel. */
  readonly public: boolean;
}

interface Token {
  readonly text: string;
  /** Quoted text is never an option. */
  readonly quoted: boolean;
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

/**
 * Parses the text of a slash command the way phones and desktops really send it: curly quotes, `—` for `--`, and
 * Slack's own wrapping of links (`<https://…|text>`).
 * @param known the option keys of the sub-command; only these are taken as options, so `fix: something` stays text
 * @param flags keys that take no value
 * @throws SlipwayError `usage` for an unfinished quote or a missing value
 */
export function parseArguments(
  text: string,
  known: readonly string[],
  flags: readonly string[] = [],
): Arguments {
  const tokens = tokenize(text);
  const words: string[] = [];
  const options = new Map<string, string>();
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) continue;
    const option = token.quoted ? undefined : optionOf(token.text, known, flags);
    if (option === undefined) {
      words.push(token.text);
    } else if (option.value !== undefined) {
      options.set(option.key, option.value);
    } else {
      at += 1;
      const next = tokens[at];
      if (next === undefined) throw new SlipwayError('usage', { problem: `\`${option.key}\` needs a value` });
      options.set(option.key, next.text);
    }
  }
  const isPublic = words.at(-1)?.toLowerCase() === 'public';
  return { words: isPublic ? words.slice(0, -1) : words, options, public: isPublic };
}

function optionOf(
  text: string,
  known: readonly string[],
  flags: readonly string[],
): { key: string; value: string | undefined } | undefined {
  const dashed = /^(?:--|—|–)([a-z][a-z-]*)(?:=(.*))?$/su.exec(text);
  const named = /^([a-z][a-z-]*):(.*)$/su.exec(text);
  const key = (dashed?.[1] ?? named?.[1])?.toLowerCase();
  if (key === undefined) return undefined;
  if (flags.includes(key) && dashed !== null) return { key, value: 'true' };
  if (!known.includes(key)) {
    if (dashed !== null) throw new SlipwayError('unknown-filter', { filter: key, known });
    return undefined;
  }
  const value = dashed === null ? named?.[2] : dashed[2];
  return { key, value: value === '' || value === undefined ? undefined : value };
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const { token, end } = readToken(text, at);
    tokens.push(token);
    at = end;
  }
  return tokens;
}

function readToken(text: string, start: number): { token: Token; end: number } {
  let value = '';
  let at = start;
  const quoted = QUOTES.has(text[start] ?? '');
  while (at < text.length && !/\s/u.test(text[at] ?? '')) {
    const char = text[at] ?? '';
    const closing = QUOTES.get(char);
    // An apostrophe inside a word (don't) is no quote.
    const opens = closing !== undefined && (at === start || /[:=]/u.test(text[at - 1] ?? ''));
    if (opens) {
      const end = endOfQuote(text, at + 1, closing);
      value += text.slice(at + 1, end);
      at = end + 1;
    } else {
      value += char;
      at += 1;
    }
  }
  return { token: { text: quoted ? value : unwrapLink(value), quoted }, end: at };
}

/** Phones close a straight quote with a curly one and the other way round, so any closing mark of the kind will do. */
function endOfQuote(text: string, from: number, closing: string): number {
  const endings = closing === '’' || closing === "'" ? ["'", '’'] : ['"', '”', '“', '»'];
  for (let at = from; at < text.length; at += 1) {
    if (endings.includes(text[at] ?? '')) return at;
  }
  throw new SlipwayError('usage', { problem: 'a quote is not closed' });
}

function unwrapLink(text: string): string {
  const link = /^(.*?)<(https?:\/\/[^|>]+)(?:\|[^>]*)?>(.*)$/su.exec(text);
  return link === null ? text : `${link[1] ?? ''}${link[2] ?? ''}${link[3] ?? ''}`;
}

/** A comma list: trimmed, empty parts dropped. */
export const listOf = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
