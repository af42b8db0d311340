import type { HttpAnswer } from './client.ts';

/** A proxy's nonsense must not silence the bot for a day. */
const LONGEST_MS = 60 * 60_000;

/**
 * How long GitLab wants us to wait, milliseconds; `undefined` where it does not say.
 *
 * `Retry-After` (seconds or a date) goes first; `RateLimit-Reset` is epoch seconds and counts only with a 429, since
 * newer servers send it with every answer (https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/).
 * @param now epoch milliseconds by our clock, used where the answer carries no `Date`
 */
export function retryAfterIn(answer: HttpAnswer, now: number): number | undefined {
  const wait = retryAfter(answer, now) ?? rateLimitReset(answer, now);
  return wait === undefined ? undefined : Math.min(Math.max(wait, 0), LONGEST_MS);
}

function retryAfter(answer: HttpAnswer, now: number): number | undefined {
  const value = answer.header('retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? undefined : moment - serverNow(answer, now);
}

function rateLimitReset(answer: HttpAnswer, now: number): number | undefined {
  const value = answer.header('ratelimit-reset')?.trim();
  if (answer.status !== 429 || value === undefined || !/^\d{1,12}$/.test(value)) return undefined;
  return Number(value) * 1000 - serverNow(answer, now);
}

/** The server's own clock, so that a difference between the clocks does not matter. */
function serverNow(answer: HttpAnswer, now: number): number {
  const moment = Date.parse(answer.header('date') ?? '');
  return Number.isNaN(moment) ? now : moment;
}
