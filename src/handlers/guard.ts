import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SlipwayError } from '../core/errors.ts';
import type { TeamId } from '../core/ids.ts';
import type { OnceStore } from '../core/ports/stores.ts';

const REMEMBERED_MS = 10 * 60_000;

/** The one place this bot is installed in, as Slack names it. */
export interface Installation {
  readonly team: TeamId;
  /** The organisation of the workspace on Enterprise Grid. */
  readonly enterprise?: string | undefined;
  /** Our own app; `undefined` where Slack did not say, and then it is not compared. */
  readonly app?: string | undefined;
  /** The workspace's own address, e.g. `https://acme.slack.com/`. */
  readonly url?: string | undefined;
}

const named = z.string().nullish();
const inside = z.object({ id: named }).nullish();

/** Every place where Slack names the app, the organisation, or the workspace of a request or of the person behind it. */
const Named = z.object({
  api_app_id: named,
  enterprise_id: named,
  enterprise: inside,
  team_id: named,
  team: inside,
  user: z.object({ team_id: named }).optional().catch(undefined),
  event: z.object({ user_team: named, source_team: named }).optional().catch(undefined),
  message: z.object({ app_id: named }).nullish().catch(undefined),
});

/**
 * Refuses what is not meant for this installation, and people of another workspace: with Slack Connect they see our cards
 * and could click. A body that names no workspace, or not in Slack's way, is nobody of ours.
 * @throws SlipwayError `outsider`, `not-installed`
 */
export function assertInstalledHere(body: unknown, ours: Installation): void {
  const parsed = Named.safeParse(body).data;
  if (parsed === undefined) throw new SlipwayError('not-installed');
  const { user, event, team_id, team, enterprise_id, enterprise, api_app_id, message } = parsed;
  const homes = given(user?.team_id, event?.user_team, event?.source_team);
  if (homes.some((id) => id !== ours.team)) throw new SlipwayError('outsider');
  const teams = given(team_id, team?.id);
  const apps = ours.app === undefined ? [] : given(api_app_id, message?.app_id);
  const organisations = ours.enterprise === undefined ? [] : given(enterprise_id, enterprise?.id);
  const isOurs =
    teams.length + homes.length > 0 &&
    teams.every((id) => id === ours.team) &&
    apps.every((id) => id === ours.app) &&
    organisations.every((id) => id === ours.enterprise);
  if (!isOurs) throw new SlipwayError('not-installed');
}

const given = (...ids: readonly (string | null | undefined)[]): string[] =>
  ids.filter((id) => id !== undefined && id !== null);

/**
 * Whether this signed request arrives for the first time. The same signature twice is the same bytes at the same
 * moment: a replay, or Slack's own retry.
 * @throws `store-unavailable`
 */
export function isFirstTime(once: OnceStore, signature: unknown): Promise<boolean> {
  if (typeof signature !== 'string') return Promise.resolve(true);
  return once.claim(`request-${createHash('sha256').update(signature).digest('hex')}`, REMEMBERED_MS);
}
