import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { TeamId } from './core/ids.ts';
import type { Log } from './core/ports/time.ts';
import type { Installation } from './handlers/guard.ts';
import { StartError } from './open-store.ts';
import { slackReadFailure } from './slack/failure.ts';

const Identity = z.object({
  team_id: TeamId,
  team: z.string().optional(),
  enterprise_id: z.string().nullish(),
  bot_id: z.string().optional(),
  url: z
    .url({ protocol: /^https?$/u })
    .optional()
    .catch(undefined),
});
const Bot = z.object({ bot: z.object({ app_id: z.string() }) });
const TRIES = 5;

/**
 * Asks Slack which workspace and which app the bot token belongs to
 * (https://docs.slack.dev/reference/methods/auth.test, https://docs.slack.dev/reference/methods/bots.info).
 * @param pause waits between two tries while Slack does not answer
 * @throws StartError when Slack refuses the token, or does not answer at all
 */
export async function identifyWorkspace(
  client: WebClient,
  log: Log,
  pause: (attempt: number) => Promise<void>,
): Promise<Installation> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const identity = Identity.parse(await client.auth.test());
      log.info({ team: identity.team_id, name: identity.team }, 'connected to the Slack workspace');
      const app = await appOf(client, log, identity.bot_id);
      const { team_id: team, enterprise_id: enterprise, url } = identity;
      return { team, enterprise: enterprise ?? undefined, app, url };
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

/** Slack tells an app's id with its bot user. Where it does not, the signature alone says that a request is ours. */
async function appOf(client: WebClient, log: Log, bot: string | undefined): Promise<string | undefined> {
  if (bot === undefined) return undefined;
  try {
    return Bot.parse(await client.bots.info({ bot })).bot.app_id;
  } catch (error) {
    log.warn(
      { code: slackReadFailure(error).code },
      'Slack does not tell the id of this app, so requests are not compared with it',
    );
    return undefined;
  }
}
