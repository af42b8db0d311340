import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { TeamId } from './core/ids.ts';
import type { Log } from './core/ports/time.ts';
import { StartError } from './open-store.ts';
import { slackReadFailure } from './slack/failure.ts';

const Identity = z.object({ team_id: TeamId, team: z.string().optional() });
const TRIES = 5;

/**
 * Asks Slack which workspace the bot token belongs to (https://docs.slack.dev/reference/methods/auth.test).
 * @param pause waits between two tries while Slack does not answer
 * @throws StartError when Slack refuses the token, or does not answer at all
 */
export async function identifyWorkspace(
  client: WebClient,
  log: Log,
  pause: (attempt: number) => Promise<void>,
): Promise<TeamId> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const identity = Identity.parse(await client.auth.test());
      log.info({ team: identity.team_id, name: identity.team }, 'connected to the Slack workspace');
      return identity.team_id;
    } catch (error) {
      const failure = slackReadFailure(error);
      if (failure.code === 'slack-refused' || failure.code === 'channel-unreachable') {
        throw new StartError(
          `Slack refuses SLACK_BOT_TOKEN (${String(failure.facts.reason)}). Copy it anew from the Slack app's OAuth & Permissions page.`,
        );
      }
      if (attempt >= TRIES)
        throw new StartError('Slack does not answer. Check SLACK_API_URL and the way out to the network.');
      log.warn({ attempt, code: failure.code }, 'Slack does not answer yet');
      await pause(attempt);
    }
  }
}
