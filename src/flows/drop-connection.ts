import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Connection } from '../core/ports/stores.ts';
import { holdConnection, readableConnection } from './hold-connection.ts';
import { record } from './record.ts';
import { spendTokens } from './spend-tokens.ts';

/**
 * Why a connection ends without its person having asked for it: GitLab refuses the refresh token, GitLab refuses the
 * account, or Slack has deactivated the person.
 */
export type DropReason = 'connection-lost' | 'gitlab-account-refused' | 'account-refused';

type Needs = Pick<
  Ports,
  'locks' | 'connections' | 'spent' | 'jobs' | 'chance' | 'audit' | 'clock' | 'notices' | 'log'
>;

/**
 * Ends a person's connection: forgotten here, revoked at GitLab, on the audit trail, and told to them once.
 * @returns what it was; `undefined` where there was none, and then nothing is recorded or told
 * @throws SlipwayError `busy-elsewhere`, `store-unavailable`
 */
export const dropConnection = (
  ports: Needs,
  person: SlackPerson,
  why: DropReason,
): Promise<Connection | undefined> => holdConnection(ports, person, () => dropHeld(ports, person, why));

/** The same inside `holdConnection`. */
export async function dropHeld(
  ports: Needs,
  person: SlackPerson,
  why: DropReason,
): Promise<Connection | undefined> {
  const known = await readableConnection(ports, person);
  if (known === undefined) return undefined;
  await spendTokens(ports, person, known.tokens);
  await ports.connections.remove(person);
  const { gitlabUser } = known;
  ports.log.info({ team: person.team, user: person.user, code: why }, 'a connection was lost');
  await record(ports, { act: 'lose-connection', outcome: why, person, gitlabUser });
  await tell(ports, known, why);
  return known;
}

/** Whoever Slack has deactivated reads nothing there any more. */
async function tell(ports: Needs, { person, gitlabUser }: Connection, why: DropReason): Promise<void> {
  if (why === 'account-refused') return;
  const { username } = gitlabUser;
  await ports.notices
    .direct(person, { kind: 'connection-dropped', username, why })
    .catch((error: unknown) => {
      ports.log.warn(
        { user: person.user, err: error },
        'a lost connection could not be told by direct message',
      );
    });
}
