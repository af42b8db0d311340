import { z } from 'zod';
import { type Config, problemsInWords, readConfig } from './config.ts';
import { codeOf, isError, SlipwayError } from './core/errors.ts';
import { GitLabError } from './core/gitlab-error.ts';
import type { GitLabApi } from './core/ports/gitlab.ts';
import { createGitLab } from './gitlab/gitlab.ts';
import { staticCredential } from './gitlab/static-credential.ts';
import { createLog } from './log.ts';
import { BOT_SCOPES } from './manifest.ts';
import { openStore, StartError } from './open-store.ts';
import { systemClock } from './real-world.ts';
import { createSlackClients } from './slack/client.ts';
import { slackReadFailure } from './slack/failure.ts';

/** One thing checked: what was seen, or how to mend it. */
type Check = { readonly name: string; readonly look: () => Promise<string> };

/** Something is wrong; the message says how to mend it. */
class Finding extends Error {}

/**
 * Checks every setting, credential and connection and prints a line each.
 * @returns exit code: 0 when all is well, 1 otherwise
 */
export async function runDoctor(
  environment: Readonly<Record<string, string | undefined>>,
  print: (line: string) => void,
): Promise<number> {
  const read = readConfig(environment);
  if (!read.ok) {
    print(problemsInWords(read.problems));
    return 1;
  }
  print('ok      settings: every variable is present and well-formed');
  const checks = checksFor(read.config);
  let failed = 0;
  for (const check of checks) {
    try {
      print(`ok      ${check.name}: ${await check.look()}`);
    } catch (error) {
      failed += 1;
      print(`MEND    ${check.name}: ${remedyOf(error)}`);
    }
  }
  print(failed === 0 ? 'All is well.' : `${failed} of ${checks.length} checks failed.`);
  return failed === 0 ? 0 : 1;
}

function remedyOf(error: unknown): string {
  if (error instanceof Finding || error instanceof StartError) return error.message;
  return error instanceof SlipwayError ? `failed (${error.code})` : `failed (${codeOf(error)})`;
}

function checksFor(config: Config): Check[] {
  const log = createLog('silent');
  const clients = createSlackClients({ token: config.slack.botToken, apiUrl: config.slack.apiUrl, log });
  const gitlab = createGitLab({ baseUrl: config.gitlab.url, log, clock: systemClock });
  const watcher = gitlab.as(staticCredential({ kind: config.gitlab.tokenType, token: config.gitlab.token }));
  return [
    { name: 'Slack bot token', look: () => checkSlack(clients.interactive.auth) },
    {
      name: 'GitLab',
      look: async () => {
        const version = await readGitLab(watcher).catch((error: unknown) => {
          throw new Finding(gitlabRemedy(error, config));
        });
        return `version ${version} at ${config.gitlab.url}`;
      },
    },
    {
      name: 'Redis',
      look: async () => {
        const store = await openStore(config, log);
        await store.close();
        return config.redisUrl === undefined
          ? `embedded Valkey in ${config.dataDir}`
          : 'reachable, noeviction';
      },
    },
    { name: 'clock', look: () => checkClock(config) },
    {
      name: 'OAuth callback',
      look: () =>
        Promise.resolve(
          `register ${config.publicUrl ?? `http://localhost:${config.port}`}/oauth/gitlab/callback as redirect URI in GitLab`,
        ),
    },
  ];
}

const AuthTest = z.object({
  team: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

async function checkSlack(auth: { test(): Promise<unknown> }): Promise<string> {
  const answer = AuthTest.parse(
    await auth.test().catch((error: unknown) => {
      const { code, facts } = slackReadFailure(error);
      throw new Finding(
        code === 'slack-refused'
          ? `Slack refuses it (${String(facts.reason)}): copy it anew from OAuth & Permissions`
          : 'Slack does not answer: check SLACK_API_URL and the way out to the network',
      );
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

/** A path no project has. */
const NO_PROJECT = 'slipway/no-such-project';

/**
 * GitLab's version. It is told to narrower scopes too, so a project is asked for as well: GitLab checks the scope before
 * it finds that there is none.
 */
async function readGitLab(watcher: GitLabApi): Promise<string> {
  const version = await watcher.version();
  await watcher.projects.get(NO_PROJECT).catch((error: unknown) => {
    if (!isError(error, 'gitlab-not-found')) throw error;
  });
  return version;
}

function gitlabRemedy(error: unknown, config: Config): string {
  if (error instanceof GitLabError && error.code === 'gitlab-unauthorized') {
    return 'GitLab refuses GITLAB_TOKEN: it expired or was revoked; make a new one with scope read_api';
  }
  if (error instanceof GitLabError && error.code === 'gitlab-forbidden') {
    return 'GITLAB_TOKEN lacks the scope read_api';
  }
  return `${config.gitlab.url} does not answer like a GitLab: check GITLAB_URL, its certificate and the way there`;
}

const MOST_SKEW_S = 120;

/** Slack signs requests with its clock and refuses more than five minutes of difference; two leave room. */
async function checkClock(config: Config): Promise<string> {
  const response = await fetch(new URL('api.test', config.slack.apiUrl), { method: 'POST' }).catch(
    () => undefined,
  );
  const date = Date.parse(response?.headers.get('date') ?? '');
  if (Number.isNaN(date)) return 'cannot be compared: Slack sent no date';
  const skew = Math.round((systemClock.now() - date) / 1_000);
  if (Math.abs(skew) > MOST_SKEW_S) throw new Finding(`is ${skew} s off Slack's: synchronise it (NTP)`);
  return `within ${Math.abs(skew)} s of Slack's`;
}
