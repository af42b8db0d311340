import type { Deployment } from '../core/deployment.ts';
import type { SlackUserId, TeamId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';

type Needs = Pick<Ports, 'connections'>;

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
