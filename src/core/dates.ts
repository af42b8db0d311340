import { parseDuration } from './duration.ts';

/** A date alone, or with a time of day and perhaps an offset from UTC. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/u;

/**
 * Reads a moment in the past: ISO 8601 (a date alone is its midnight, UTC), or a duration before now such as `2d`.
 * @param now epoch ms
 * @returns ISO 8601 in UTC, or `undefined` for anything else: also for days no calendar has and times before 1970
 */
export function parseMoment(text: string, now: number): string | undefined {
  const ago = parseDuration(text);
  if (ago !== undefined) return inEpoch(now - ago);
  const [, day = '', time = '00:00', zone = 'Z'] = ISO.exec(text.trim()) ?? [];
  // `Date.parse` takes 30 February for 2 March.
  if (!isDay(day)) return undefined;
  return inEpoch(Date.parse(`${day}T${time}${zone}`));
}

function isDay(day: string): boolean {
  const midnight = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

const inEpoch = (time: number): string | undefined => (time >= 0 ? new Date(time).toISOString() : undefined);
