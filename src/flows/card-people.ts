import { tallyRules } from '../core/approvals.ts';
import type { Reading } from '../core/decision-policy.ts';
import type { Deployment } from '../core/deployment.ts';
import type { GitLabUserId, SlackUserId, TeamId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';

const MENTION_LIMIT = 5;

type Needs = Pick<Ports, 'connections' | 'watcher' | 'log'>;

/** Slack users linked to the GitLab users a card names, by GitLab user id. */
export async function slackUsersIn(
  ports: Needs,
  team: TeamId,
  deployment: Deployment,
): Promise<ReadonlyMap<number, SlackUserId>> {
  const voters = (deployment.approval?.approvals ?? []).map((vote) => vote.user.id);
  const requester = deployment.requestedBy === null ? [] : [deployment.requestedBy.id];
  return ports.connections.slackUsersOf(team, [...new Set([...requester, ...voters])]);
}

/**
 * Whom the first post mentions: connected people who can meet a rule that is not met yet, at most five, never the
 * requester. A group whose members the bot's token may not read mentions nobody.
 */
export async function peopleToMention(ports: Needs, team: TeamId, reading: Reading): Promise<SlackUserId[]> {
  if (reading.phase !== 'awaiting-approval') return [];
  const unmet = tallyRules(reading.deployment).filter((tally) => tally.missing > 0);
  const candidates: GitLabUserId[] = unmet.flatMap((tally) =>
    tally.rule.userId === null ? [] : [tally.rule.userId],
  );
  for (const group of unmet.flatMap((tally) => (tally.rule.groupId === null ? [] : [tally.rule.groupId]))) {
    candidates.push(...(await membersOf(ports, group)));
  }
  const eligible = candidates.filter((user) => user !== reading.deployment.requestedBy?.id);
  const known = await ports.connections.slackUsersOf(team, [...new Set(eligible)]);
  return [...new Set(known.values())].slice(0, MENTION_LIMIT);
}

async function membersOf(ports: Needs, group: number): Promise<GitLabUserId[]> {
  try {
    return (await ports.watcher.groups.members(group)).map((user) => user.id);
  } catch (error) {
    ports.log.debug({ group, err: error }, 'the members of an approval group cannot be read');
    return [];
  }
}
