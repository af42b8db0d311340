import { z } from 'zod';
import { SlipwayError } from '../core/errors.ts';
import { SlackUserId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Connection, ConnectionStore } from '../core/ports/stores.ts';
import type { StoreContext } from './context.ts';
import { GitLabUserRow } from './gitlab-user-row.ts';
import { KEYS } from './keys.ts';
import { loadScript } from './script.ts';

const putConnection = loadScript('put-connection');
const removeConnection = loadScript('remove-connection');

const ConnectionRow = z.object({
  gitlabUser: GitLabUserRow,
  /** Sealed. */
  access: z.string(),
  /** Sealed. */
  refresh: z.string().optional(),
  expiresAt: z.number().optional(),
  since: z.number(),
});

/**
 * Links between Slack and GitLab users. A sealed token opens only in the row it was sealed for: its host, workspace, Slack
 * user, GitLab user and kind are bound to it. `get` throws `secret-unreadable` when it was not, or when its key is gone.
 */
export function createConnectionStore(ctx: StoreContext): ConnectionStore {
  const { call, key, rows, sealer, afterDurableWrite } = ctx;
  const keysOf = (person: SlackPerson): string[] => [
    key(KEYS.connection.of(person)),
    key(KEYS.connectionAccounts.of(person.team)),
    key(KEYS.connectionOwners.of(person.team)),
  ];
  const contextOf = (person: SlackPerson, gitlabUser: number, kind: 'access' | 'refresh'): string =>
    [ctx.host, person.team, person.user, gitlabUser, kind].join('|');
  return {
    get: async (person) => {
      const row = await rows.read(KEYS.connection.of(person), ConnectionRow);
      if (row === undefined) return undefined;
      const open = (sealed: string, kind: 'access' | 'refresh'): string =>
        sealer.open(sealed, contextOf(person, row.gitlabUser.id, kind));
      const tokens = {
        accessToken: open(row.access, 'access'),
        refreshToken: row.refresh === undefined ? undefined : open(row.refresh, 'refresh'),
        expiresAt: row.expiresAt,
      };
      return { person, gitlabUser: row.gitlabUser, tokens, since: row.since };
    },
    put: async (connection) => {
      const { person, gitlabUser } = connection;
      const row = rowOf(connection, (token, kind) =>
        sealer.seal(token, contextOf(person, gitlabUser.id, kind)),
      );
      const values = [person.user, gitlabUser.id, JSON.stringify(row)];
      const linked = await call((redis) => putConnection(redis, keysOf(person), values));
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
): z.infer<typeof ConnectionRow> {
  return {
    gitlabUser,
    access: seal(tokens.accessToken, 'access'),
    refresh: tokens.refreshToken === undefined ? undefined : seal(tokens.refreshToken, 'refresh'),
    expiresAt: tokens.expiresAt,
    since,
  };
}
