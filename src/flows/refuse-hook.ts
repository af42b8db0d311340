import type { Ports } from '../core/ports/ports.ts';
import { recordTurnedAway } from './record.ts';

const HOUR_MS = 3_600_000;

type Needs = Pick<Ports, 'audit' | 'clock' | 'hooks' | 'log' | 'once'>;

/**
 * What follows a webhook that did not prove to be GitLab's: a line on the audit trail at most once a minute. One that
 * says it comes from the configured GitLab may be genuine and misconfigured, and GitLab switches such a hook off after
 * four refusals: the operator is told how to mend it, once an hour.
 * @param reason `stale` for a signature that is right, of a time that is not
 * @param isOurs whether it says it comes from the configured GitLab; anybody can say so
 * @throws SlipwayError `store-unavailable`
 */
export async function refuseHook(ports: Needs, reason: 'unproven' | 'stale', isOurs: boolean): Promise<void> {
  await recordTurnedAway(ports, { act: 'gitlab-webhook', outcome: `webhook-${reason}` });
  if (!isOurs) return;
  await ports.hooks.refused(ports.clock.now());
  if (!(await ports.once.claim(`webhook-refused-${reason}`, HOUR_MS))) return;
  ports.log.warn({ reason }, REMEDY[reason]);
}

const REMEDY = {
  unproven:
    'a webhook that says it comes from our GitLab was refused: its secret is not the one in GITLAB_WEBHOOK_SECRET or GITLAB_WEBHOOK_SIGNING_TOKEN. GitLab switches a hook off after four refusals. If it is yours, set the secret anew in GitLab (Settings > Webhooks) or with /slipway hook, and enable the hook again',
  stale:
    'a webhook with a right signature was refused because its time is more than five minutes from ours. If it is not an old request sent again, set the clock of this machine or of GitLab',
} as const;
