import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { BOT_SCOPES } from '../manifest.ts';
import { createSlackClients } from '../slack/client.ts';
import { slackReadFailure } from '../slack/failure.ts';
import { type Check, Finding } from './check.ts';

const AuthTest = z.object({
  team: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** The bot token with its scopes, and the app-level token where there is one. */
export function slackChecks({ slack }: Config): Check[] {
  const clientOf = (token: string): WebClient =>
    createSlackClients({ token, apiUrl: slack.apiUrl, log: createLog('silent') }).interactive;
  const { botToken, appToken } = slack;
  const bot: Check = { name: 'Slack bot token', look: () => lookAtBot(clientOf(botToken)) };
  if (appToken === undefined) return [bot];
  return [bot, { name: 'Slack app-level token', look: () => lookAtSocket(clientOf(appToken)) }];
}

async function lookAtBot(client: WebClient): Promise<string> {
  const answer = AuthTest.parse(
    await client.auth.test().catch((error: unknown) => {
      throw findingOf(error, 'copy it anew from OAuth & Permissions');
    }),
  );
  const granted = answer.response_metadata?.scopes;
  const missing =
    granted === undefined ? [] : Object.keys(BOT_SCOPES).filter((scope) => !granted.includes(scope));
  if (missing.length > 0) {
    throw new Finding(
      `scopes are missing: ${missing.join(', ')}. Add them in OAuth & Permissions and reinstall the app`,
    );
  }
  return `workspace ${answer.team ?? 'unnamed'}${granted === undefined ? ', scopes not shown by Slack' : ', all scopes granted'}`;
}

/** Asks for a place to connect to, as Socket Mode does, and connects to none. */
async function lookAtSocket(client: WebClient): Promise<string> {
  await client.apps.connections.open().catch((error: unknown) => {
    throw findingOf(
      error,
      'make one with the scope connections:write under Basic Information, App-Level Tokens',
    );
  });
  return 'Socket Mode may connect';
}

function findingOf(error: unknown, remedy: string): Finding {
  const { code, facts } = slackReadFailure(error);
  return new Finding(
    code === 'slack-refused' || code === 'channel-unreachable'
      ? `Slack refuses it (${String(facts.reason)}): ${remedy}`
      : 'Slack does not answer: check SLACK_API_URL and the way out to the network',
  );
}
