/**
 * Untrusted text (titles, refs, names, comments) on its way into a message. Slack parses mrkdwn in three layers: control
 * sequences in `<…>`, formatting marks, and what it guesses from plain words; escaping `& < >` stops only the first, a
 * `verbatim` text object (`text-objects.ts`) the third, so `literal` takes care of the second.
 * See https://docs.slack.dev/messaging/formatting-message-text/#escaping
 */

/** Control characters; line breaks and tabs are white space and handled as such. */
const CONTROLS = /(?![\n\t])\p{Cc}/gu;
/** Soft hyphen, zero-width and direction marks, overrides, isolates, invisible operators, byte order mark, tag letters. */
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Removes what could hide or reorder text and repairs lone surrogates. Line breaks stay, as `\n`. */
export const cleanText = (text: string): string =>
  text
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/gu, '\n')
    .replaceAll(CONTROLS, '')
    .replaceAll(INVISIBLE, '');

/** `cleanText` on one line: every run of white space becomes one space. */
export const oneLine = (text: string): string => cleanText(text).replaceAll(/\s+/gu, ' ').trim();

/** Cuts to at most `limit` UTF-16 units, never inside a character, and says so with `…`. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > limit - 1) break;
    kept += character;
  }
  return limit < 1 ? '' : `${kept.trimEnd()}…`;
}

/** Escapes Slack's three control characters; what it returns can hold no mention, date or link. */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const LOOK_ALIKES: ReadonlyMap<string, string> = new Map([
  ['*', '∗'],
  ['_', 'ˍ'],
  ['~', '∼'],
  ['`', 'ˋ'],
]);

/** mrkdwn has no escape for its formatting marks. `_` formats only at the edge of a word, so `feature_x` stays as it is. */
const withoutFormatting = (text: string): string =>
  text
    .replaceAll(/[*~`]/gu, (mark) => LOOK_ALIKES.get(mark) ?? mark)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, LOOK_ALIKES.get('_') ?? '_');

/**
 * Untrusted text on one line of mrkdwn, shown letter by letter: no formatting, no control sequence.
 * @param limit UTF-16 units before escaping
 */
export const literal = (text: string, limit = 200): string =>
  escapeMrkdwn(withoutFormatting(clip(oneLine(text), limit)));

/** A sentence with code spans in it, of which nothing else formats: some word of it may be somebody's. */
export const sentence = (text: string, limit = 500): string =>
  clip(oneLine(text), limit)
    .split(/(`[^`]+`)/u)
    .map((part, at) => (at % 2 === 1 ? escapeMrkdwn(part) : escapeMrkdwn(withoutFormatting(part))))
    .join('');

/** Untrusted text in a code span, where Slack formats nothing; empty text gives an empty string, not empty marks. */
export function code(text: string, limit = 200): string {
  const shown = escapeMrkdwn(clip(oneLine(text), limit).replaceAll('`', 'ˋ'));
  return shown === '' ? '' : `\`${shown}\``;
}

/** Untrusted text for `plain_text`, which Slack parses in no way: cleaned, on one line, cut. */
export const plainLine = (text: string, limit: number): string => clip(oneLine(text), limit);

/**
 * The top-level `text` of a message: one line for notifications and screen readers. It has no `verbatim`, so the words
 * Slack could take for a mention of everybody are broken too.
 */
export const fallbackText = (text: string): string =>
  escapeMrkdwn(clip(oneLine(text), 1_000)).replaceAll(/@(?=here|channel|everyone|group)/giu, '＠');
