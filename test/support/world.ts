import { randomBytes } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import { freePort } from '../../sandbox/free-port.ts';
import { type SandboxGitLab, startSandboxGitLab } from '../../sandbox/gitlab/sandbox-gitlab.ts';
import type { SlackChannel, SlackUser } from '../../sandbox/slack/model.ts';
import { type SandboxSlack, startSandboxSlack } from '../../sandbox/slack/sandbox-slack.ts';
import { type RunningApp, startApp } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Overrides } from '../../src/parts.ts';
import { type KeptLog, keptLog } from './kept-log.ts';

export const SHOP = 'acme/shop';
const PEOPLE = { dana: 'Dana Ruiz', kim: 'Kim Berg', ana: 'Ana Costa', gus: 'Gus Guest' } as const;
export type PersonName = keyof typeof PEOPLE;

export interface WorldOptions {
  /** GitLab's version and tier. */
  readonly gitlab?: Parameters<typeof startSandboxGitLab>[0];
  readonly slack?: Parameters<typeof startSandboxSlack>[0];
  /** More environment variables for the bot. */
  readonly settings?: Record<string, string>;
  readonly overrides?: Partial<Overrides>;
  readonly socketMode?: boolean;
  /** Leave the bot unstarted; the test starts it. */
  readonly withoutBot?: boolean;
}

/** A GitLab, a Slack and the bot between them, made for one test and taken away with it. */
export interface TestWorld {
  readonly gitlab: SandboxGitLab;
  readonly slack: SandboxSlack;
  readonly people: Record<PersonName, SlackUser>;
  readonly channel: SlackChannel;
  readonly log: KeptLog;
  /** The bot's environment, as a child process would get it. */
  readonly environment: Record<string, string>;
  readonly app: () => RunningApp;
  /** Starts the bot in this process, or another replica of it; that one needs a `PORT` of its own among `settings`. */
  startBot(overrides?: Partial<Overrides>, settings?: Record<string, string>): Promise<RunningApp>;
  /** Links a person's GitLab account through the real pages. */
  connect(name: PersonName): Promise<void>;
  /** Sends a command and answers what that person alone was told last. */
  command(name: PersonName, command: string, text: string): Promise<string>;
  /** Connects Kim and has the channel watch the shop. */
  watchShop(text?: string): Promise<void>;
}

/** Sets a world up: `acme/shop` with a protected `production` (one approval of Security and one of the release managers). */
export async function startWorld(options: WorldOptions = {}): Promise<TestWorld> {
  const botPort = await freePort();
  const publicUrl = `http://localhost:${botPort}`;
  const oauthApp = {
    clientId: 'client',
    clientSecret: 'client-secret',
    redirectUris: [`${publicUrl}/oauth/gitlab/callback`],
    scopes: ['api', 'openid'],
  };
  const gitlab = await startSandboxGitLab({ oauthApp, ...options.gitlab });
  onTestFinished(() => gitlab.stop());
  onTestFinished(() => assertOnlyReads(gitlab));
  const watcherToken = fillGitLab(gitlab);
  const slack = await startSandboxSlack({
    ...(options.socketMode === true ? {} : { eventsUrl: `http://127.0.0.1:${botPort}/slack/events` }),
    ...options.slack,
  });
  onTestFinished(() => slack.stop());
  onTestFinished(() => assertNothingBroadcast(slack));
  const people = fillPeople(slack);
  const members = Object.values(people).map((person) => person.id);
  const channel = slack.addChannel({ name: 'deploys', members, botIsMember: true });
  const environment = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(options.socketMode === true
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    SLACK_API_URL: slack.apiUrl,
    GITLAB_URL: gitlab.url,
    GITLAB_TOKEN: watcherToken,
    GITLAB_OAUTH_CLIENT_ID: oauthApp.clientId,
    GITLAB_OAUTH_CLIENT_SECRET: oauthApp.clientSecret,
    TOKEN_KEYS: randomBytes(32).toString('base64'),
    REDIS_URL: inject('redisUrl'),
    REDIS_PREFIX: `test-${randomBytes(6).toString('hex')}`,
    PUBLIC_URL: publicUrl,
    PORT: String(botPort),
    HOST: '127.0.0.1',
    POLL_HOT: '300ms',
    POLL_WARM: '500ms',
    POLL_COLD: '1s',
    ...options.settings,
  };
  const log = keptLog();
  const world = worldOf({
    gitlab,
    slack,
    people,
    channel,
    log,
    environment,
    overrides: options.overrides ?? {},
  });
  if (options.withoutBot !== true) await world.startBot();
  return world;
}

function worldOf(
  parts: Omit<TestWorld, 'app' | 'startBot' | 'connect' | 'command' | 'watchShop'> & {
    overrides: Partial<Overrides>;
  },
): TestWorld {
  const { slack, channel, log, environment } = parts;
  let running: RunningApp | undefined;
  const world: TestWorld = {
    ...parts,
    app: () => {
      if (running === undefined) throw new Error('the bot of this world was not started');
      return running;
    },
    startBot: async (overrides = {}, settings = {}) => {
      const app = await startApp(configFrom({ ...environment, ...settings }), {
        log,
        settings: { settlePost: { afterMs: 400, againMs: 200 }, settleDecisionMs: 300 },
        // Tests type faster than people; the limit itself has tests of its own.
        allowance: { burst: 1_000, perSecond: 1_000 },
        ...parts.overrides,
        ...overrides,
      });
      onTestFinished(() => app.stop());
      running ??= app;
      return app;
    },
    connect: (name) => connectAccount(world, name),
    command: (name, command, text) => commandAnswer(world, name, command, text),
    watchShop: async (text = '') => {
      await world.connect('kim');
      await world.command('kim', '/slipway', `watch ${SHOP} ${text}`);
      await slack.waitFor(() => slack.messages(channel.id)[0], { what: 'the announcement of the watch' });
    },
  };
  return world;
}

/** Reads the configuration a world gives its bot; a mistake in the world fails the test by name. */
function configFrom(environment: Record<string, string>): Config {
  const read = readConfig(environment);
  if (!read.ok)
    throw new Error(read.problems.map(({ variable, problem }) => `${variable.name} ${problem}`).join('; '));
  return read.config;
}

/** The bot's own token reads and never writes: seen at the wire, in every test there is. */
function assertOnlyReads({ requests }: SandboxGitLab): void {
  const wrote = requests.filter(
    ({ user, tokenKind, method }) => user === 'watcher' && tokenKind !== 'oauth' && method !== 'GET',
  );
  if (wrote.length > 0)
    throw new Error(`GITLAB_TOKEN wrote: ${wrote.map(({ method, path }) => `${method} ${path}`).join('; ')}`);
}

/** What is said in a thread stays there: seen at the wire, in every test there is. */
function assertNothingBroadcast({ calls }: SandboxSlack): void {
  const broadcast = calls.filter(({ args }) => 'reply_broadcast' in args);
  if (broadcast.length > 0)
    throw new Error(
      `broadcast: ${broadcast.map(({ method, args }) => `${method} ${JSON.stringify(args)}`).join('; ')}`,
    );
}

function fillGitLab({ world }: SandboxGitLab): string {
  for (const [username, name] of Object.entries(PEOPLE)) world.addUser({ username, name });
  world.addUser({ username: 'watcher', name: 'Watcher' });
  world.addGroup({ path: 'acme', name: 'Acme' });
  world.addGroup({ path: 'acme/security', name: 'Security', members: { ana: 'developer' } });
  world.addGroup({ path: 'acme/release', name: 'Release managers', members: { kim: 'maintainer' } });
  const members = {
    dana: 'developer',
    kim: 'maintainer',
    ana: 'developer',
    watcher: 'reporter',
    gus: 'guest',
  } as const;
  world.addProject({ path: SHOP, name: 'Shop', members });
  world.addEnvironment(SHOP, {
    name: 'production',
    tier: 'production',
    externalUrl: 'https://shop.example.com',
  });
  world.addEnvironment(SHOP, { name: 'staging', tier: 'staging' });
  world.protectEnvironment(SHOP, 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/security' }, { group: 'acme/release' }],
  });
  return world.addToken('watcher', { scopes: ['read_api'] });
}

function fillPeople(slack: SandboxSlack): Record<PersonName, SlackUser> {
  const add = (name: PersonName): SlackUser => slack.addUser({ name, realName: PEOPLE[name] });
  return { dana: add('dana'), kim: add('kim'), ana: add('ana'), gus: add('gus') };
}

/** The person's own walk: the command, the link, GitLab's sign-in, the confirmation. */
async function connectAccount(world: TestWorld, name: PersonName): Promise<void> {
  const { slack, people, channel } = world;
  const user = people[name];
  const before = slack.ephemerals(user.id).length;
  await slack.as(user.id).command('/slipway', 'connect', channel.id);
  const answer = await slack.waitFor(() => slack.ephemerals(user.id)[before], {
    what: `the link for ${name}`,
  });
  await followLink(world, name, linkIn(answer));
}

/** The address behind a message's button. */
export function linkIn(message: object): string {
  const url = /"url":"([^"]*\/oauth\/gitlab\/start[^"]*)"/u.exec(JSON.stringify(message))?.[1];
  if (url === undefined) throw new Error('the message has no link to connect');
  return url;
}

/** What a browser does with the link: follows it, signs in, comes back, presses Connect. */
export async function followLink(world: TestWorld, name: PersonName, url: string): Promise<void> {
  const start = await fetch(url, { redirect: 'manual' });
  const cookie = (start.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const back = await world.gitlab.signIn(start.headers.get('location') ?? '', name);
  const page = await fetch(back, { headers: { cookie } });
  const html = await page.text();
  const id = /name="id" value="([^"]+)"/u.exec(html)?.[1];
  if (id === undefined) throw new Error(`no confirmation page: ${page.status} ${html}`);
  const done = await fetch(new URL('/oauth/gitlab/callback/confirm', back), {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ id, answer: 'connect' }),
  });
  if (!done.ok) throw new Error(`not connected: ${done.status} ${await done.text()}`);
}

async function commandAnswer(
  world: TestWorld,
  name: PersonName,
  command: string,
  text: string,
): Promise<string> {
  const { slack, people, channel } = world;
  const user = people[name];
  const before = slack.ephemerals(user.id).length;
  await slack.as(user.id).command(command, text, channel.id);
  const answer = await slack.waitFor(() => slack.ephemerals(user.id)[before], {
    what: `an answer to ${command} ${text}`,
  });
  return slack.visibleText(answer);
}
