import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoGitLab } from './demo-gitlab.ts';
import { demoSlack, TOUR } from './demo-slack.ts';
import { freePort } from './free-port.ts';
import { startSandboxGitLab } from './gitlab/sandbox-gitlab.ts';
import { startSandboxSlack } from './slack/sandbox-slack.ts';

/** Starts a GitLab, a Slack and the real bot beside them, wired over real HTTP, and prints one address. */
async function main(): Promise<void> {
  const botPort = await freePort();
  const publicUrl = `http://localhost:${botPort}`;
  const oauthApp = {
    clientId: 'sandbox-client',
    clientSecret: randomBytes(16).toString('hex'),
    redirectUris: [`${publicUrl}/oauth/gitlab/callback`],
  };
  const gitlab = await startSandboxGitLab({ oauthApp });
  const watcherToken = demoGitLab(gitlab.world);
  const slack = await startSandboxSlack({
    port: Number(process.env.SANDBOX_PORT ?? 4400),
    eventsUrl: `http://127.0.0.1:${botPort}/slack/events`,
    gitlabUrl: gitlab.url,
    tour: TOUR,
    commands: [
      { name: '/deploy', summary: 'See what waits, approve it, run it' },
      { name: '/env', summary: 'See, create, change and stop environments' },
      { name: '/slipway', summary: 'Connect GitLab, and watch projects in this channel' },
    ],
  });
  demoSlack(slack);
  const dataDir = mkdtempSync(join(tmpdir(), 'slipway-sandbox-'));
  const bot = startBot({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    GITLAB_URL: gitlab.url,
    GITLAB_TOKEN: watcherToken,
    GITLAB_OAUTH_CLIENT_ID: oauthApp.clientId,
    GITLAB_OAUTH_CLIENT_SECRET: oauthApp.clientSecret,
    TOKEN_KEYS: randomBytes(32).toString('base64'),
    PUBLIC_URL: publicUrl,
    PORT: String(botPort),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    POLL_HOT: '1s',
    POLL_WARM: '2s',
    POLL_COLD: '5s',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  });
  await untilReady(`http://127.0.0.1:${botPort}/readyz`, bot);
  console.log(
    `\n  Slipway's sandbox is ready. Open ${slack.url}\n\n  Everything runs on this machine; Ctrl+C ends it.\n`,
  );
  await untilEnd(bot);
  bot.kill('SIGTERM');
  if (bot.exitCode === null) await new Promise((resolve) => bot.once('exit', resolve));
  await Promise.all([slack.stop(), gitlab.stop()]);
  rmSync(dataDir, { recursive: true, force: true });
}

/** The real bot, in a process of its own, with nothing of this process's environment but what Node needs. */
function startBot(settings: Record<string, string>): ChildProcess {
  const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', entry, 'start'], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...settings },
    stdio: 'inherit',
  });
}

async function untilReady(url: string, bot: ChildProcess): Promise<void> {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    if (bot.exitCode !== null) throw new Error('The bot ended before it was ready.');
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The bot did not become ready within a minute.');
}

/** Resolves at Ctrl+C, at SIGTERM, or when the bot ends by itself. */
const untilEnd = (bot: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    bot.once('exit', () => resolve());
  });

await main();
