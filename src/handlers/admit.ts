import { isError, SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import { sourceOf } from '../slack/request-source.ts';
import type { Binding } from './bind.ts';
import { assertInstalledHere } from './guard.ts';

/**
 * The door for everything Slack can send: only what is meant for this installation, from a person of its workspace who
 * may act, and not too much of it. Costs no call to anything, since an acknowledgement waits; an account that is not known
 * yet is held up where its act is carried out (`assertMayAct`).
 * @returns who asks
 * @throws SlipwayError `outsider`, `not-installed`, `account-refused`, `too-many-requests`
 */
export function admit(binding: Pick<Binding, 'installation' | 'pace' | 'ports'>, body: unknown): SlackPerson {
  const { installation, pace, ports } = binding;
  assertInstalledHere(body, installation);
  const user = sourceOf(body).person?.user;
  if (user === undefined) throw new SlipwayError('not-installed');
  const person = { team: installation.team, user };
  const refusal = ports.people.knownRefusal(person);
  if (refusal !== undefined) throw refusal;
  if (!pace.admits(person))
    throw new SlipwayError('too-many-requests', pace.mayTell(person) ? {} : { toldBefore: 'yes' });
  return person;
}

/** Whether the person was told the same a moment ago: words, log and audit line for each request would be a flood of ours. */
export const wasToldBefore = (error: unknown): boolean =>
  isError(error, 'too-many-requests') && error.facts.toldBefore !== undefined;
