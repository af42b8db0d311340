import { type ErrorCode, isError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { endIfDeactivated } from '../flows/assert-welcome.ts';
import { recordTurnedAway, type TurnedAway } from '../flows/record.ts';
import { sourceOf } from '../slack/request-source.ts';
import { wasToldBefore } from './admit.ts';
import type { HandlerContext } from './define.ts';

/** Refusals that say something of who asks, or of a control that is none of ours; all others are a person's mistakes. */
const AT_THE_DOOR = [
  'outsider',
  'not-installed',
  'account-refused',
  'too-many-requests',
  'control-unknown',
  'card-unknown',
  'confirmation-gone',
] as const satisfies readonly ErrorCode[];

/**
 * Puts a refused request on the audit trail where it was refused at the door. What was refused later, while it was
 * carried out, has a line of its own. Returns at once: the acknowledgement must not wait for the trail.
 */
export function turnAway(
  { ports, track }: Pick<HandlerContext, 'ports' | 'track'>,
  act: TurnedAway['act'],
  body: unknown,
  error: unknown,
): void {
  if (!isError(error, ...AT_THE_DOOR) || wasToldBefore(error)) return;
  const { person, channel, message } = sourceOf(body);
  if (person !== undefined) track(ended(ports, person, error));
  const recorded = recordTurnedAway(ports, { act, outcome: error.code, person, channel, message });
  track(
    recorded.catch((failure: unknown) =>
      ports.log.warn(
        { act, code: error.code, err: failure },
        'a refused request is missing from the audit trail',
      ),
    ),
  );
}

/** Whoever Slack has deactivated leaves no connection behind. */
const ended = (ports: Ports, person: SlackPerson, refusal: unknown): Promise<void> =>
  endIfDeactivated(ports, person, refusal).catch((failure: unknown) =>
    ports.log.warn(
      { user: person.user, err: failure },
      'the connection of a deactivated account still stands',
    ),
  );
