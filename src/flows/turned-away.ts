import { codeOf, type ErrorCode, SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { recordTurnedAway } from './record.ts';

/**
 * Puts a refused sign-in on the audit trail, which must not hide why it was refused.
 * @param why a code, or whatever was thrown
 * @param person whose sign-in it was; `undefined` where it belonged to nobody we know
 * @returns the error to throw
 */
export async function turnedAway(
  ports: Pick<Ports, 'audit' | 'clock' | 'once' | 'log'>,
  why: ErrorCode | Error,
  person: SlackPerson | undefined,
): Promise<Error> {
  const error = typeof why === 'string' ? new SlipwayError(why) : why;
  const outcome = codeOf(error);
  await recordTurnedAway(ports, { act: 'sign-in', outcome, person }).catch((failure: unknown) => {
    ports.log.error({ code: outcome, err: failure }, 'a refused sign-in is not on the audit trail');
  });
  return error;
}

/** Anything thrown as an error. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new SlipwayError('internal', {}, { cause: thrown });
