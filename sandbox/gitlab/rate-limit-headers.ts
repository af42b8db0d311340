import type { State } from './state/state.ts';

const LIMIT_PER_MINUTE = 2000;
const MINUTE = 60_000;

/**
 * RateLimit-* of an answer, counted per caller and minute as GitLab.com does; only newer servers send them on every
 * answer. The sandbox counts and never throttles: a test adds a fault for that.
 * @returns a function from a caller's key to headers
 */
export function rateLimitHeaders(state: State): (caller: string) => Record<string, string> {
  const seen = new Map<string, { window: number; count: number }>();
  return (caller) => {
    if (!state.version.atLeast('18.9')) return {};
    const window = Math.floor(state.now() / MINUTE);
    const before = seen.get(caller);
    const count = before?.window === window ? before.count + 1 : 1;
    seen.set(caller, { window, count });
    return {
      'RateLimit-Limit': String(LIMIT_PER_MINUTE),
      'RateLimit-Name': 'throttle_authenticated_api',
      'RateLimit-Observed': String(count),
      'RateLimit-Remaining': String(Math.max(LIMIT_PER_MINUTE - count, 0)),
      'RateLimit-Reset': String(((window + 1) * MINUTE) / 1000),
    };
  };
}
