import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import { holdConnection, readableConnection } from './hold-connection.ts';
import { record } from './record.ts';
import { spendTokens, tryToRevoke } from './spend-tokens.ts';

/**
 * Unlinks the person: forgotten here, and revoked at GitLab now, or later where GitLab does not answer.
 * @returns the GitLab user name that was linked, and whether GitLab has taken the tokens back already
 * @throws SlipwayError `busy-elsewhere`, `store-unavailable`
 */
export async function disconnect(
  ports: Ports,
  person: SlackPerson,
): Promise<{ username: string | undefined; revoked: boolean }> {
  const ended = await holdConnection(ports, person, async () => {
    const known = await readableConnection(ports, person);
    const handle = known === undefined ? undefined : await spendTokens(ports, person, known.tokens);
    await ports.connections.remove(person);
    return known === undefined || handle === undefined ? undefined : { ...known, handle };
  });
  if (ended === undefined) return { username: undefined, revoked: false };
  const revoked = await tryToRevoke(ports, ended.handle);
  await record(ports, { act: 'disconnect', outcome: 'done', person, gitlabUser: ended.gitlabUser });
  return { username: ended.gitlabUser.username, revoked };
}
