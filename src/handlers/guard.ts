import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SlipwayError } from '../core/errors.ts';
import type { TeamId } from '../core/ids.ts';
import type { OnceStore } from '../core/ports/stores.ts';

const REMEMBERED_MS = 10 * 60_000;

/** Every place where Slack names the workspace of a request or of the person behind it. */
const Teams = z.object({
  team_id: z.string().nullish(),
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ team_id: z.string().nullish() }).optional().catch(undefined),
});

/**
 * Refuses people of another workspace: with Slack Connect they see our cards and could click. A body that names no
 * workspace, or not in Slack's way, is nobody of ours.
 * @throws SlipwayError `outsider`
 */
export function assertOurTeam(body: unknown, ours: TeamId): void {
  const teams = Teams.safeParse(body);
  const { team_id, team, user } = teams.data ?? {};
  const named = [team_id, team?.id, user?.team_id].filter((id) => id !== undefined && id !== null);
  if (named.length === 0 || named.some((id) => id !== ours)) throw new SlipwayError('outsider');
}

/**
 * Whether this signed request arrives for the first time. The same signature twice is the same bytes at the same
 * moment: a replay, or Slack's own retry.
 * @throws `store-unavailable`
 */
export function isFirstTime(once: OnceStore, signature: unknown): Promise<boolean> {
  if (typeof signature !== 'string') return Promise.resolve(true);
  return once.claim(`request-${createHash('sha256').update(signature).digest('hex')}`, REMEMBERED_MS);
}
