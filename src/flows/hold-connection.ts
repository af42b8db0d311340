import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';

const LOCK_WAIT_MS = 12_000;

/**
 * Changes a person's connection while nobody else does, in any process: a refresh under way must not bring back what was
 * just ended, nor write over a new account.
 * @throws SlipwayError `busy-elsewhere`
 */
export const holdConnection = <T>(
  { locks }: Pick<Ports, 'locks'>,
  { team, user }: SlackPerson,
  work: () => Promise<T>,
): Promise<T> => locks.hold(`connection-${team}-${user}`, LOCK_WAIT_MS, work);
