import { isError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Connection } from '../core/ports/stores.ts';

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

/** The same for two people, always in the same order, so that two moves never wait for each other. */
export function holdConnections<T>(
  ports: Pick<Ports, 'locks'>,
  one: SlackPerson,
  other: SlackPerson | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (other === undefined) return holdConnection(ports, one, work);
  const [first, second] = one.user < other.user ? [one, other] : [other, one];
  return holdConnection(ports, first, () => holdConnection(ports, second, work));
}

/** The connection where it can be read: one whose key is gone is replaced or ended like any other. */
export async function readableConnection(
  { connections, log }: Pick<Ports, 'connections' | 'log'>,
  person: SlackPerson,
): Promise<Connection | undefined> {
  try {
    return await connections.get(person);
  } catch (error) {
    if (!isError(error, 'secret-unreadable')) throw error;
    log.error({ team: person.team, user: person.user, err: error }, 'a connection cannot be read');
    return undefined;
  }
}
