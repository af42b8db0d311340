import { SlipwayError } from '../core/errors.ts';
import { SlackUserId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Connection, ConnectionStore } from '../core/ports/stores.ts';
import { ConnectionRow, isCurrentRow, resealedRow, tokenContext } from './connection-row.ts';
import type { StoreContext } from './context.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';

const putConnection = loadScript('put-connection');
const removeConnection = loadScript('remove-connection');
const replaceValue = loadScript('replace-value');

/**
 * Links between Slack and GitLab users. A sealed token opens only in the row it was sealed for: its host, workspace, Slack
 * user, GitLab user and kind are bound to it. `get` throws `secret-unreadable` when it was not, or when its key is gone.
 * A row an older key sealed is sealed anew when it is read.
 */
export function createConnectionStore(ctx: StoreContext): ConnectionStore {
  const { call, key, rows, sealer, afterDurableWrite } = ctx;
  const keysOf = (person: SlackPerson): string[] => [
    key(KEYS.connection.of(person)),
    key(KEYS.connectionAccounts.of(person.team)),
    key(KEYS.connectionOwners.of(person.team)),
  ];
  const textOf = (person: SlackPerson): Promise<string | null> =>
    call((redis) => redis.get(key(KEYS.connection.of(person))));
  const parsed = async (person: SlackPerson, text: string): Promise<ConnectionRow | undefined> => {
    const relative = KEYS.connection.of(person);
    return rows.parse(relative, text, ConnectionRow, () => call((redis) => redis.del(key(relative))));
  };
  /** Never over a newer pair, and never in the way of the reading: `keys rotate` does the same for all. */
  const sealAnew = async (person: SlackPerson, text: string, row: ConnectionRow): Promise<void> => {
    const anew = JSON.stringify(resealedRow(sealer, ctx.host, person, row));
    try {
      await call((redis) => replaceValue(redis, [key(KEYS.connection.of(person))], [text, anew]));
      await afterDurableWrite();
    } catch (error) {
      ctx.log.warn({ err: error }, 'a connection could not be sealed with the first key; it stays readable');
    }
  };
  return {
    get: async (person) => {
      const text = await textOf(person);
      const row = text === null ? undefined : await parsed(person, text);
      if (text === null || row === undefined) return undefined;
      const open = (sealed: string, kind: 'access' | 'refresh'): string =>
        sealer.open(sealed, tokenContext(ctx.host, person, row.gitlabUser.id, kind));
      const tokens = {
        accessToken: open(row.access, 'access'),
        refreshToken: row.refresh === undefined ? undefined : open(row.refresh, 'refresh'),
        expiresAt: row.expiresAt,
      };
      if (!isCurrentRow(sealer, row)) await sealAnew(person, text, row);
      return { person, gitlabUser: row.gitlabUser, tokens, since: row.since };
    },
    put: async (connection, from) => {
      const { person, gitlabUser } = connection;
      const row = rowOf(connection, (token, kind) =>
        sealer.seal(token, tokenContext(ctx.host, person, gitlabUser.id, kind)),
      );
      const values = [person.user, gitlabUser.id, JSON.stringify(row), from ?? ''];
      const loser = key(KEYS.connection.of({ team: person.team, user: from ?? person.user }));
      const linked = await call((redis) => putConnection(redis, [...keysOf(person), loser], values));
      if (linked !== 1) throw new SlipwayError('account-taken', { gitlabUser: gitlabUser.username });
      await afterDurableWrite();
    },
    remove: async (person) => {
      await call((redis) => removeConnection(redis, keysOf(person), [person.user]));
      await afterDurableWrite();
    },
    slackUsersOf: async (team, users) => {
      if (users.length === 0) return new Map();
      const owners = await call((redis) =>
        redis.hmget(key(KEYS.connectionOwners.of(team)), ...users.map(String)),
      );
      const found = new Map<number, SlackUserId>();
      users.forEach((user, at) => {
        const owner = SlackUserId.safeParse(owners[at]).data;
        if (owner !== undefined) found.set(user, owner);
      });
      return found;
    },
  };
}

function rowOf(
  { gitlabUser, tokens, since }: Connection,
  seal: (token: string, kind: 'access' | 'refresh') => string,
): ConnectionRow {
  return {
    gitlabUser,
    access: seal(tokens.accessToken, 'access'),
    refresh: tokens.refreshToken === undefined ? undefined : seal(tokens.refreshToken, 'refresh'),
    expiresAt: tokens.expiresAt,
    since,
  };
}
