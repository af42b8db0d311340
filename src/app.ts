import { buildPorts } from './build-ports.ts';
import { withSweeper } from './build-sweeper.ts';
import { buildBinding, openIngress, routesOf } from './build-web.ts';
import { checkKeys } from './check-keys.ts';
import type { Config } from './config.ts';
import type { Ports } from './core/ports/ports.ts';
import { identifyWorkspace } from './identify-workspace.ts';
import { createJobQueues } from './jobs/enqueue.ts';
import { keepPresence } from './keep-presence.ts';
import { openStore, StartError } from './open-store.ts';
import type { Overrides, Parts } from './parts.ts';
import { systemChance, systemClock } from './real-world.ts';
import { checkSignIn } from './sign-in-check.ts';
import { createSlackClients } from './slack/client.ts';
import { startWork } from './start-work.ts';
import { Stopper } from './stopper.ts';
import { createWebServer } from './web/server.ts';

/** A running Slipway. */
export interface RunningApp {
  /** Port listened on; 0 for a worker without one. */
  readonly port: number;
  readonly ports: Ports;
  /** Stops listening, lets work finish for a few seconds, closes everything. */
  stop(): Promise<void>;
}

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
    await checkKeys(config, store, log);
    const clients = createSlackClients({ token: config.slack.botToken, apiUrl: config.slack.apiUrl, log });
    const installation = await identifyWorkspace(clients.interactive, log, pause);
    const queues = createJobQueues(store.redis, `{${config.redisPrefix}}`, log);
    stopper.add('queues', () => queues.close());
    const parts = { config, overrides, log, clock, chance, store, clients, queues, stopper };
    return await run({ ...parts, installation, team: installation.team });
  } catch (error) {
    await stopper.stop();
    throw error;
  }
}

/** What GitLab surely cannot stops the start; a GitLab that does not answer just now does not. */
async function lookAtSignIn(config: Config, { settings, watcher, oauth, log }: Ports): Promise<void> {
  const { publicUrl } = settings;
  try {
    const seen = await checkSignIn(config, publicUrl, { version: () => watcher.version(), oauth });
    if (typeof seen !== 'string') log.warn({ publicUrl }, seen.hint);
  } catch (error) {
    if (error instanceof StartError) throw error;
    log.warn({ err: error }, 'whether people can sign in could not be checked: GitLab does not answer');
  }
}

/** Of the ten seconds a stop may take, work has eight. */
const FLUSH_MS = 1_000;

const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, attempt * 1_000));

async function run(parts: Parts): Promise<RunningApp> {
  const { config, log, stopper } = parts;
  const web = createWebServer(log);
  const port = await web.listen(config.port, config.host);
  stopper.add('web server', () => web.close());
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`;
  const { ports, sweeper } = withSweeper(parts, buildPorts(parts, publicUrl));
  stopper.addEnd('audit trail', () => ports.audit.flush(FLUSH_MS));
  await lookAtSignIn(config, ports);
  const binding = buildBinding(parts, ports);
  const ingress = config.role === 'worker' ? undefined : await openIngress(parts, binding);
  web.serve(routesOf(parts, ports, ingress));
  await keepPresence(parts, ports);
  if (sweeper !== undefined) await startWork(parts, ports, binding, sweeper);
  log.info(
    { port, role: config.role, publicUrl, socketMode: config.slack.appToken !== undefined },
    'Slipway is ready',
  );
  return { port, ports, stop: () => stopper.stop() };
}
