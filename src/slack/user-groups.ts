import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { SlackUserId, UserGroupId } from '../core/ids.ts';
import type { SlackUserGroups, UserGroupSight } from '../core/ports/slack.ts';
import type { Clock, Log } from '../core/ports/time.ts';
import { platformCode } from './failure.ts';

/** Slack takes about twenty such questions a minute; a burst of cards asks once. */
const KEPT_MS = 10_000;

const Row = z.object({
  id: UserGroupId,
  handle: z.string(),
  /** Seconds since 1970; 0 for one that is in use. */
  date_delete: z.number().optional(),
  users: z.array(SlackUserId).optional(),
});
type Row = z.infer<typeof Row>;
const Answer = z.object({ usergroups: z.array(z.unknown()) });

/**
 * User groups (https://docs.slack.dev/reference/methods/usergroups.list, scope `usergroups:read`). An app without that
 * scope works all the same: what it cannot look at it takes as it was typed.
 * @param deps.client the interactive client: a card waits
 */
export function createSlackUserGroups(deps: {
  readonly client: WebClient;
  readonly clock: Clock;
  readonly log: Log;
}): SlackUserGroups {
  const { client, clock, log } = deps;
  let kept: { readonly rows: Promise<readonly Row[] | undefined>; readonly until: number } | undefined;
  const ask = async (): Promise<readonly Row[] | undefined> => {
    try {
      const { usergroups } = Answer.parse(await client.usergroups.list({ include_users: true }));
      return usergroups.map((row) => Row.safeParse(row).data).filter((row) => row !== undefined);
    } catch (error) {
      log.info({ reason: platformCode(error) ?? 'no answer' }, 'user groups cannot be looked up');
      return undefined;
    }
  };
  const find = async (fits: (row: Row) => boolean): Promise<UserGroupSight> => {
    if (kept === undefined || kept.until <= clock.now()) kept = { rows: ask(), until: clock.now() + KEPT_MS };
    const rows = await kept.rows;
    if (rows === undefined) return { state: 'unchecked' };
    const row = rows.find((one) => fits(one) && (one.date_delete ?? 0) === 0);
    if (row === undefined) return { state: 'gone' };
    return { state: 'there', id: row.id, handle: row.handle, members: row.users ?? [] };
  };
  return {
    look: (group) => find(({ id }) => id === group),
    named: (handle) => find((row) => row.handle.toLowerCase() === handle.toLowerCase()),
  };
}
