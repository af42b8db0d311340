import { z } from 'zod';
import type { SlackPerson } from '../core/person.ts';
import type { Sealer } from '../core/ports/stores.ts';
import { GitLabUserRow } from './gitlab-user-row.ts';

/** A connection as Redis keeps it. */
export const ConnectionRow = z.object({
  gitlabUser: GitLabUserRow,
  /** Sealed. */
  access: z.string(),
  /** Sealed. */
  refresh: z.string().optional(),
  expiresAt: z.number().optional(),
  since: z.number(),
});
export type ConnectionRow = z.infer<typeof ConnectionRow>;

type TokenKind = 'access' | 'refresh';

/** What a sealed token is bound to: it opens in no other row, and not as the other kind. */
export const tokenContext = (
  host: string,
  person: SlackPerson,
  gitlabUser: number,
  kind: TokenKind,
): string => [host, person.team, person.user, gitlabUser, kind].join('|');

/** Whether both tokens are sealed with the first key already. */
export const isCurrentRow = (sealer: Sealer, { access, refresh }: ConnectionRow): boolean =>
  sealer.isCurrent(access) && (refresh === undefined || sealer.isCurrent(refresh));

/**
 * The same row with its tokens sealed anew by the first key.
 * @throws SlipwayError `secret-unreadable`
 */
export function resealedRow(
  sealer: Sealer,
  host: string,
  person: SlackPerson,
  row: ConnectionRow,
): ConnectionRow {
  const anew = (sealed: string, kind: TokenKind): string => {
    const context = tokenContext(host, person, row.gitlabUser.id, kind);
    return sealer.seal(sealer.open(sealed, context), context);
  };
  const access = anew(row.access, 'access');
  return row.refresh === undefined
    ? { ...row, access }
    : { ...row, access, refresh: anew(row.refresh, 'refresh') };
}
