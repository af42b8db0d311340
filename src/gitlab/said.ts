import { z } from 'zod';
import { redactSecrets } from '../core/redact.ts';

const LONGEST = 300;
/** Control characters, and the invisible ones that reorder or hide text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]+/gu;
/** GitLab repeats the status in many messages: `400 Bad request - `, `404 `. */
const STATUS_PREFIX = /^\d{3} (?:[A-Z][A-Za-z ]{0,40} - )?/;

const Body = z.object({
  message: z.unknown().optional(),
  error: z.unknown().optional(),
  error_description: z.unknown().optional(),
});

/**
 * GitLab's own words in an error body, as one sentence of at most 300 characters, or `undefined` where it holds none
 * (a proxy's HTML page, an empty body). The words are in the caller's language: to show, never to decide on.
 *
 * Understands every shape of https://docs.gitlab.com/api/rest/troubleshooting/ and those of the OAuth endpoints.
 * @param text the body as received, JSON or not
 */
export function saidIn(text: string): string | undefined {
  const parsed = jsonOf(text);
  const words = parsed === undefined ? plainWords(text) : wordsOf(parsed);
  return words === undefined ? undefined : oneSentence(words);
}

const ScopeError = z.object({ error: z.enum(['insufficient_scope', 'insufficient_granular_scope']) });

/** Whether the body says that the token has too small a scope (https://www.rfc-editor.org/rfc/rfc6750#section-3.1). */
export const namesScope = (text: string): boolean =>
  text.includes('insufficient_') && ScopeError.safeParse(jsonOf(text)).success;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** GitLab's rate limiter answers in plain text; markup comes from a proxy and helps nobody. */
function plainWords(text: string): string | undefined {
  return text.trimStart().startsWith('<') ? undefined : text.slice(0, LONGEST * 4);
}

function wordsOf(json: unknown): string | undefined {
  if (typeof json === 'string') return json;
  const body = Body.partial().safeParse(json);
  if (!body.success) return undefined;
  const { message, error, error_description: description } = body.data;
  return flatten(message, 0) ?? flatten(description, 0) ?? flatten(error, 0);
}

/** `message` is a text, a list of texts, texts by field, or an object that holds a `message` or `error` again. */
function flatten(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value !== 'object' || value === null || depth > 3) return undefined;
  if (Array.isArray(value)) return joined(value.slice(0, 20).map((one) => flatten(one, depth + 1)));
  const inner = Body.partial().parse(value);
  const nested = flatten(asText(inner.message), depth + 1) ?? flatten(asText(inner.error), depth + 1);
  if (nested !== undefined) return nested;
  return joined(
    Object.entries(value)
      .slice(0, 20)
      .map(([field, words]) => {
        const text = flatten(words, depth + 1);
        return text === undefined ? undefined : `${field} ${text}`;
      }),
  );
}

/** Only a text directly under `message` or `error` is the sentence; a list there belongs to a field of that name. */
const asText = (value: unknown): unknown => (typeof value === 'string' ? value : undefined);

function joined(texts: readonly (string | undefined)[]): string | undefined {
  const present = texts.filter((text) => text !== undefined);
  return present.length === 0 ? undefined : present.join(', ');
}

/** Untrusted words as one line that is safe to show: bounded, without control and reordering characters. */
export function oneSentence(words: string): string | undefined {
  const line = words
    .slice(0, LONGEST * 4)
    .replace(UNSEEN, ' ')
    .replace(/\s+/g, ' ');
  // A server that names the token it refuses would have it shown in a channel.
  const clean = redactSecrets(line).trim().replace(STATUS_PREFIX, '');
  if (clean === '') return undefined;
  const characters = Array.from(clean);
  return characters.length <= LONGEST ? clean : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
