import type { Ports } from './core/ports/ports.ts';
import { recordTurnedAway } from './flows/record.ts';
import type { RequestProblem } from './handlers/slack-route.ts';
import type { Parts } from './parts.ts';

const QUIET_MS = 60_000;

/**
 * Writes down that somebody who did not prove to be Slack knocked. Anybody can, as often as they like: each reason is
 * written once a minute, and what comes between costs nothing.
 */
export function refusedRequests(
  { clock, log, stopper }: Pick<Parts, 'clock' | 'log' | 'stopper'>,
  ports: Ports,
): (why: RequestProblem) => void {
  const writtenAt = new Map<RequestProblem, number>();
  return (why) => {
    const now = clock.now();
    if (now - (writtenAt.get(why) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    writtenAt.set(why, now);
    const recorded = recordTurnedAway(ports, { act: 'slack-request', outcome: why });
    stopper.track(
      recorded.catch((error: unknown) =>
        log.warn({ why, err: error }, 'a refused request is missing from the audit trail'),
      ),
    );
  };
}
