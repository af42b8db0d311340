import type { Config } from './config.ts';
import { GitLabError } from './core/gitlab-error.ts';
import type { GitLabApi } from './core/ports/gitlab.ts';
import type { Ports, Settings } from './core/ports/ports.ts';
import type { Chance, Clock, Log } from './core/ports/time.ts';
import { enrichCard } from './flows/enrich-card.ts';
import { publishCard } from './flows/publish-card.ts';
import { sweep } from './flows/sweep.ts';
import { createGitLab } from './gitlab/gitlab.ts';
import { createGitLabOAuth } from './gitlab/oauth.ts';
import { staticCredential } from './gitlab/static-credential.ts';
import { type Binding, bind } from './handlers/bind.ts';
import { CAPABILITIES } from './handlers/capabilities.ts';
import { continueCommand } from './handlers/handle-command.ts';
import { createRegistry } from './handlers/registry.ts';
import { createSlackIngress, type SlackIngress } from './handlers/slack-app.ts';
import { withTimestampCheck } from './handlers/slack-route.ts';
import { identifyWorkspace } from './identify-workspace.ts';
import { actJob } from './jobs/act-job.ts';
import { createJobQueues, type JobQueues } from './jobs/enqueue.ts';
import { type Handlers, startRunner } from './jobs/runner.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { systemChance, systemClock } from './real-world.ts';
import { createSlackClients, type SlackClients } from './slack/client.ts';
import { createCommandReplies } from './slack/command-replies.ts';
import { createSlackForms } from './slack/forms.ts';
import { slackLogger } from './slack/logger.ts';
import { createSlackMessages } from './slack/messages.ts';
import { createSlackNotices } from './slack/notices.ts';
import { createSlackPeople } from './slack/people.ts';
import { createSlackViews } from './slack/views.ts';
import { commandNames } from './slack/words/commands.ts';
import { signInWords } from './slack/words/web.ts';
import { Stopper } from './stopper.ts';
import { createSealer } from './store/sealer.ts';
import { createStores } from './store/stores.ts';
import { healthRoutes } from './web/health.ts';
import { metricsRoutes } from './web/metrics.ts';
import { oauthRoutes } from './web/oauth.ts';
import { createWebServer, type Route } from './web/server.ts';

/** Parts a test replaces; everything else is real. */
export interface Overrides {
  readonly log: Log;
  readonly clock?: Clock;
  readonly chance?: Chance;
  readonly settings?: Partial<Pick<Settings, 'settlePost' | 'settleDecisionMs'>>;
  /** Milliseconds GitLab has for an answer. */
  readonly gitlabTimeoutMs?: number;
}

/** A running Slipway. */
export interface RunningApp {
  /** Port listened on; 0 for a worker without one. */
  readonly port: number;
  readonly ports: Ports;
  /** Stops listening, lets work finish for a few seconds, closes everything. */
  stop(): Promise<void>;
}

const SETTLE = { settlePost: { afterMs: 30_000, againMs: 15_000 }, settleDecisionMs: 5_000 };
const REPLY_CONTEXT = 'slack reply address';

/**
 * Builds Slipway out of its real parts and starts it: the only place that knows them all.
 * @throws StartError with words for the operator; SlipwayError `store-unavailable`
 */
export async function startApp(config: Config, overrides: Overrides): Promise<RunningApp> {
  const { log, clock = systemClock, chance = systemChance } = overrides;
  const stopper = new Stopper(log);
  try {
    const store = await openStore(config, log);
    stopper.add('store', () => store.close());
    const clients = createSlackClients({ token: config.slack.botToken, apiUrl: config.slack.apiUrl, log });
    const team = await identifyWorkspace(clients.interactive, log, pause);
    const queues = createJobQueues(store.redis, `{${config.redisPrefix}}`, log);
    stopper.add('queues', () => queues.close());
    const parts = { config, overrides, log, clock, chance, store, clients, queues, stopper };
    return await run({ ...parts, team });
  } catch (error) {
    await stopper.stop();
    throw error;
  }
}

const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, attempt * 1_000));

interface Parts {
  readonly config: Config;
  readonly overrides: Overrides;
  readonly log: Log;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly store: OpenStore;
  readonly clients: SlackClients;
  readonly queues: JobQueues;
  readonly stopper: Stopper;
  readonly team: Settings['team'];
}

async function run(parts: Parts): Promise<RunningApp> {
  const { config, log, stopper } = parts;
  const web = createWebServer(log);
  const port = await web.listen(config.port, config.host);
  stopper.add('web server', () => web.close());
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`;
  const ports = buildPorts(parts, publicUrl);
  const binding = buildBinding(parts, ports);
  const ingress = config.role === 'worker' ? undefined : await openIngress(parts, binding);
  web.serve(routesOf(parts, ports, ingress));
  if (config.role !== 'web') await startWork(parts, ports, binding);
  log.info(
    { port, role: config.role, publicUrl, socketMode: config.slack.appToken !== undefined },
    'Slipway is ready',
  );
  return { port, ports, stop: () => stopper.stop() };
}

function buildPorts(parts: Parts, publicUrl: string): Ports {
  const { config, log, clock, chance, clients, queues, store, team } = parts;
  const sealer = createSealer(config.tokenKeys);
  const gitlabHost = new URL(config.gitlab.url).host;
  const words = { gitlabHost, commands: commandNames(config.commandPrefix) };
  const gitlab = createGitLab({
    baseUrl: config.gitlab.url,
    log,
    clock,
    fraction: () => chance.fraction(),
    ...(parts.overrides.gitlabTimeoutMs === undefined ? {} : { timeoutMs: parts.overrides.gitlabTimeoutMs }),
  });
  const stores = createStores({
    redis: store.redis,
    prefix: config.redisPrefix,
    sealer,
    chance,
    log,
    host: gitlabHost,
    afterDurableWrite: store.save,
  });
  return {
    ...stores,
    gitlab,
    watcher: gitlab.as(staticCredential({ kind: config.gitlab.tokenType, token: config.gitlab.token })),
    oauth: createGitLabOAuth({
      baseUrl: config.gitlab.url,
      clientId: config.gitlab.clientId,
      clientSecret: config.gitlab.clientSecret,
      redirectUri: `${publicUrl}/oauth/gitlab/callback`,
      clock,
    }),
    messages: createSlackMessages({ client: clients.notify, settings: words }),
    notices: createSlackNotices({ ...replyDeps(parts), settings: words }),
    forms: createSlackForms({ views: createSlackViews(clients.interactive), settings: words, log }),
    people: createSlackPeople({ client: clients.interactive, clock }),
    jobs: queues,
    clock,
    chance,
    log,
    settings: { ...SETTLE, ...parts.overrides.settings, team, publicUrl, pace: config.pace },
  };
}

/** What every private answer needs: a client that does not queue, and a way to read a sealed reply address. */
function replyDeps({ config, clients, log }: Parts) {
  const sealer = createSealer(config.tokenKeys);
  const openUrl = (sealed: string): string | undefined => {
    try {
      return sealer.open(sealed, REPLY_CONTEXT);
    } catch {
      return undefined;
    }
  };
  return { client: clients.interactive, apiUrl: config.slack.apiUrl, openUrl, log };
}

function buildBinding(parts: Parts, ports: Ports): Binding {
  const { config, clients, stopper } = parts;
  const sealer = createSealer(config.tokenKeys);
  return {
    ports,
    views: createSlackViews(clients.interactive),
    replies: createCommandReplies(replyDeps(parts)),
    words: { gitlabHost: new URL(config.gitlab.url).host, commands: commandNames(config.commandPrefix) },
    registry: createRegistry(CAPABILITIES),
    sealReply: (url) => sealer.seal(url, REPLY_CONTEXT),
    commandPrefix: config.commandPrefix,
    track: (work) => stopper.track(work),
  };
}

async function openIngress(parts: Parts, binding: Binding): Promise<SlackIngress> {
  const { config, log, stopper } = parts;
  const ingress = createSlackIngress({ ...config.slack, logger: slackLogger(log), log });
  bind(ingress.app, binding);
  await ingress.start();
  stopper.add('slack', () => ingress.stop());
  return ingress;
}

function routesOf(parts: Parts, ports: Ports, ingress: SlackIngress | undefined): Route[] {
  const { clients, clock, log, queues, store } = parts;
  const probes = {
    redis: async () => void (await store.redis.ping()),
    slack: async () => void (await clients.interactive.auth.test()),
    gitlab: () => answers(ports.watcher),
  };
  const own = [...healthRoutes(probes), ...metricsRoutes(() => queues.counts())];
  if (ingress === undefined) return own;
  const { listener } = ingress;
  const slack: Route[] =
    listener === undefined
      ? []
      : [{ method: 'POST', path: '/slack/events', handle: withTimestampCheck(listener, clock, log) }];
  return [...slack, ...oauthRoutes(ports, signInWords(commandNames(parts.config.commandPrefix))), ...own];
}

/** Whether GitLab answers at all: a refused token is for `doctor` to find, and not mended by taking the bot away. */
async function answers(gitlab: GitLabApi): Promise<void> {
  try {
    await gitlab.version();
  } catch (error) {
    if (!(error instanceof GitLabError) || error.status === undefined || error.status >= 500) throw error;
  }
}

/** How often due projects are looked for: often enough that the hot pace is kept to a tenth. */
const sweepEvery = (hotMs: number): number => Math.min(1_000, Math.max(100, hotMs / 10));

async function startWork(parts: Parts, ports: Ports, binding: Binding): Promise<void> {
  const { clock, config, log, queues, store, stopper } = parts;
  const handlers: Handlers = {
    act: (act, job) => actJob(ports, (command) => continueCommand(binding, command), act, job),
    publish: (request) => publishCard(ports, request),
    enrich: ({ card }) => enrichCard(ports, card),
    sweep: async () => void (await sweep(ports)),
  };
  const runner = await startRunner({
    connect: store.connect,
    tellsVersion: store.tellsVersion,
    prefix: `{${config.redisPrefix}}`,
    handlers,
    clock,
    log,
  });
  stopper.add('workers', () => runner.close());
  await queues.scheduleSweep(sweepEvery(config.pace.hotMs));
}
