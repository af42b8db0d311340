import { SlipwayError } from './errors.ts';
import { readWords, type Word } from './typed-words.ts';

/** The text after a slash command, taken apart. */
export interface Arguments {
  /** Words that are no option, in order. */
  readonly words: readonly string[];
  /** `key:value`, `--key value`, `--key=value`; the last one wins. Keys are lower case. */
  readonly options: ReadonlyMap<string, string>;
  /** The last word was `public`: the answer goes to the channel. */
  readonly public: boolean;
}

/**
 * Parses the text of a slash command the way phones and desktops really send it: curly quotes, `—` for `--`, and
 * Slack's own wrapping of links (`<https://…|text>`) and escapes (`&amp;`).
 * @param known the option keys of the sub-command; only these are taken as options, so `fix: something` stays text
 * @param flags keys that take no value
 * @param removable option keys whose value may be empty, if that is said: `key:""`
 * @param mayBePublic whether a last word `public` says where the answer goes, or is a word like any other
 * @throws SlipwayError `usage` for an unfinished quote or a missing value, `unknown-filter` for a key after two dashes
 *   that is not known
 */
export function parseArguments(
  text: string,
  known: readonly string[],
  flags: readonly string[] = [],
  mayBePublic = true,
  removable: readonly string[] = [],
): Arguments {
  const typed = readWords(text);
  const words: Word[] = [];
  const options = new Map<string, string>();
  for (let at = 0; at < typed.length; at += 1) {
    const word = typed[at];
    if (word === undefined) continue;
    const option = optionOf(word, known, flags, removable);
    if (option === undefined) {
      words.push(word);
    } else if (option.value !== undefined) {
      options.set(option.key, option.value);
    } else {
      at += 1;
      options.set(option.key, valueAfter(option.key, typed[at], known, flags, removable));
    }
  }
  const last = words.at(-1);
  const isPublic = mayBePublic && last?.text.toLowerCase() === 'public' && last.quoted !== 'start';
  return {
    words: (isPublic ? words.slice(0, -1) : words).map((one) => one.text),
    options,
    public: isPublic,
  };
}

function optionOf(
  word: Word,
  known: readonly string[],
  flags: readonly string[],
  removable: readonly string[],
): { key: string; value: string | undefined } | undefined {
  if (word.quoted === 'start') return undefined;
  const dashed = /^(?:--|—|–)([a-z][a-z-]*)(?:[=:](.*))?$/isu.exec(word.text);
  const named = /^([a-z][a-z-]*):(.*)$/isu.exec(word.text);
  const key = (dashed?.[1] ?? named?.[1])?.toLowerCase();
  if (key === undefined) return undefined;
  if (flags.includes(key) && dashed !== null) return { key, value: 'true' };
  if (!known.includes(key)) {
    if (dashed !== null) throw new SlipwayError('unknown-filter', { filter: key, known });
    return undefined;
  }
  const value = (dashed ?? named)?.[2] ?? '';
  // `key:""` has a value, an empty one: the next word is not meant.
  if (value === '' && word.quoted === 'inside') {
    if (removable.includes(key)) return { key, value };
    throw valueMissing(key);
  }
  return { key, value: value === '' ? undefined : value };
}

/** The value of a key that stands alone: the next word, unless that is an option itself. */
function valueAfter(
  key: string,
  next: Word | undefined,
  known: readonly string[],
  flags: readonly string[],
  removable: readonly string[],
): string {
  if (next?.text === '' && next.quoted === 'start' && removable.includes(key)) return '';
  if (next === undefined || next.text === '' || optionOf(next, known, flags, removable) !== undefined)
    throw valueMissing(key);
  return next.text;
}

const valueMissing = (key: string): SlipwayError =>
  new SlipwayError('usage', { problem: `\`${key}\` needs a value` });

/** A comma list: trimmed, empty parts dropped. */
export const listOf = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
