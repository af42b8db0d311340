import type { SlackUserId, UserGroupId } from '../core/ids.ts';
import type { UserGroupSight } from '../core/ports/slack.ts';

/** A user group of Slack that a card calls. */
export interface Called {
  readonly id: UserGroupId;
  /** As far as Slack tells. */
  readonly members: readonly SlackUserId[];
}

/** `undefined` for one that is gone from Slack: it calls nobody. */
export function calledOf(id: UserGroupId, sight: UserGroupSight): Called | undefined {
  if (sight.state === 'gone') return undefined;
  return { id, members: sight.state === 'there' ? sight.members : [] };
}

/** Each once; one that has no other members than those who are not asked rings for the wrong people. */
export const callable = (groups: readonly Called[], out: ReadonlySet<SlackUserId | undefined>): Called[] =>
  [...new Map(groups.map((group) => [group.id, group])).values()].filter(
    ({ members }) => members.length === 0 || members.some((member) => !out.has(member)),
  );
