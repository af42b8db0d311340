import type { SlackPerson } from '../core/person.ts';
import type { Clock } from '../core/ports/time.ts';

/** How much one person may ask for: so many requests at once, and then so many a second. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** Nobody reads twenty answers at once; whoever sends more is a script, or a stuck key. */
export const ALLOWANCE: Allowance = { burst: 20, perSecond: 1 };

/** A person who is too fast is told so this often at most, milliseconds: words for each request would be a flood of ours. */
const QUIET_MS = 3_000;

/** How fast each person asks. */
export interface Pace {
  /** Counts a request. @returns whether it may be served */
  admits(person: SlackPerson): boolean;
  /** Whether it is time to tell a person, and the audit trail, that they are too fast. */
  mayTell(person: SlackPerson): boolean;
}

/**
 * A token bucket for each person, in this process: what is refused for coming too fast costs neither Redis, GitLab nor
 * Slack anything. Buckets that are full again are forgotten.
 */
export function createPace(clock: Clock, { burst, perSecond }: Allowance = ALLOWANCE): Pace {
  const buckets = new Map<string, { left: number; at: number; toldAt: number }>();
  const refillMs = Math.max((burst / perSecond) * 1000, QUIET_MS);
  const bucketOf = ({ team, user }: SlackPerson) => {
    const now = clock.now();
    const key = `${team}/${user}`;
    const old = buckets.get(key) ?? { left: burst, at: now, toldAt: Number.NEGATIVE_INFINITY };
    const left = Math.min(burst, old.left + (Math.max(0, now - old.at) / 1000) * perSecond);
    const bucket = { ...old, left, at: now };
    // The map keeps the order of insertion: whoever asked last stands last, and the full ones first.
    buckets.delete(key);
    buckets.set(key, bucket);
    for (const [other, { at }] of buckets) {
      if (now - at < refillMs) break;
      buckets.delete(other);
    }
    return bucket;
  };
  return {
    admits: (person) => {
      const bucket = bucketOf(person);
      if (bucket.left < 1) return false;
      bucket.left -= 1;
      return true;
    },
    mayTell: (person) => {
      const bucket = bucketOf(person);
      if (bucket.at - bucket.toldAt < QUIET_MS) return false;
      bucket.toldAt = bucket.at;
      return true;
    },
  };
}
