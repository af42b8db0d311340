import { isError, SlipwayError } from '../core/errors.ts';
import type { PollStore } from '../core/ports/polls.ts';
import type { Settings } from '../core/ports/ports.ts';
import type { Chance, Clock, Log } from '../core/ports/time.ts';

/**
 * Has all processes obey a 429 that one of them was answered with the watcher's token: nobody polls before GitLab takes
 * requests again, and afterwards the projects go on at the pace they had.
 * @returns to be told of each 429, and for how many milliseconds GitLab wants to be left alone; never throws
 */
export function restWhenLimited(ports: {
  readonly polls: Pick<PollStore, 'limit'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly pace: Settings['pace'];
}): (forMs: number) => void {
  const { polls, clock, log, pace } = ports;
  return (forMs) => {
    if (forMs <= 0) return;
    polls.limit(clock.now(), forMs, pace.warmMs).then(
      (isNew) => {
        if (isNew) log.warn({ ms: Math.ceil(forMs) }, 'GitLab takes no requests for a while; polling rests');
      },
      (error: unknown) => log.debug({ err: error }, 'other processes could not be told of a 429'),
    );
  };
}

/**
 * How long GitLab wants a project to wait after a failed poll, milliseconds. Those that a 429 hit together are spread over
 * the hot pace.
 */
export function askedToWait(
  { chance, settings }: { readonly chance: Chance; readonly settings: Settings },
  error: unknown,
): number {
  const asked = error instanceof SlipwayError ? (error.retryAfterMs ?? 0) : 0;
  return isError(error, 'gitlab-rate-limited') ? asked + settings.pace.hotMs * chance.fraction() : asked;
}
