import { tallyRules } from '../core/approvals.ts';
import { isError } from '../core/errors.ts';
import { isToldToRequester } from '../core/phase.ts';
import type { EndToTell } from '../core/ports/jobs.ts';
import type { Ports } from '../core/ports/ports.ts';
import { postOnce } from './post-once.ts';
import { projectAt, readDeployment } from './read-deployment.ts';

const LOCK_WAIT_MS = 15_000;

/**
 * Tells whoever asked for a deployment how it ended, by direct message: once, however many channels have a card of it, and
 * only people who are connected and want to know. Safe to repeat.
 * @throws SlipwayError what GitLab, Slack and the stores throw
 */
export async function tellEnd(
  ports: Ports,
  { team, project, projectPath, deployment }: EndToTell,
): Promise<void> {
  const { deployment: now, phase } = await readDeployment(ports.watcher, project, deployment);
  if (!isToldToRequester(phase) || now.requestedBy === null) return;
  const requester = now.requestedBy.id;
  const slackUsers = await ports.connections.slackUsersOf(team, [requester]);
  const user = slackUsers.get(requester);
  if (user === undefined || !(await ports.preferences.get({ team, user })).ends) return;
  const view = {
    project: projectAt(ports.gitlab.baseUrl, project, projectPath),
    deployment: now,
    phase,
    tallies: tallyRules(now),
    supersededBy: undefined,
    ships: undefined,
    slackUsers,
  };
  const id = `end-${team}-${user}-${project}-${deployment}`;
  try {
    await ports.locks.hold(id, LOCK_WAIT_MS, async () => {
      const channel = await ports.messages.directChannel(user);
      await postOnce(ports, id, { channel }, { kind: 'end', view });
    });
  } catch (error) {
    // They left, or take no messages of apps.
    if (!isError(error, 'channel-unreachable')) throw error;
    ports.log.info({ deployment, reason: error.facts.reason }, 'the end of a deployment could not be told');
  }
}
