import { parseDuration } from './duration.ts';

/**
 * Reads a moment in the past: ISO 8601 (a date alone is its midnight, UTC), or a duration before now such as `2d`.
 * @param now epoch ms
 * @returns ISO 8601 in UTC, or `undefined` for anything else
 */
export function parseMoment(text: string, now: number): string | undefined {
  const ago = parseDuration(text);
  if (ago !== undefined) return new Date(now - ago).toISOString();
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/u.test(text))
    return undefined;
  const time = Date.parse(
    /^\d{4}-\d{2}-\d{2}$/u.test(text) || /Z|[+-]\d{2}:?\d{2}$/u.test(text) ? text : `${text}Z`,
  );
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
