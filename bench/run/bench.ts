import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { z } from 'zod';
import { createLog } from '../../src/log.ts';
import { type EmbeddedValkey, startEmbeddedValkey } from '../../src/store/embedded/embedded-valkey.ts';
import { type Random, seededRandom } from '../measure/random.ts';
import type { Options } from '../options.ts';
import { HOOK_SECRET } from '../world/hook-driver.ts';
import { WAITING } from '../world/rows.ts';
import { SIGNING_SECRET } from '../world/signed-post.ts';
import { CHANNEL } from '../world/tiny-slack.ts';
import { type Build, build } from './build.ts';
import { type Child, startChild } from './child-process.ts';

/** What every benchmark works with. Children started here end with it. */
export interface Bench {
  readonly quick: boolean;
  readonly random: Random;
  /** The small Slack and GitLab, and whoever clicks. */
  readonly world: Child;
  /** A port nobody listens on. */
  freePort(): Promise<number>;
  /** The variables every app is started with; `REDIS_PREFIX` is new at each call. */
  environment(port: number): Record<string, string>;
  /** Starts a compiled script of the project. `metered`: it tells its CPU time to the method `cpu`. */
  start(script: readonly string[], options: { env: Record<string, string>; metered: boolean }): Child;
  close(): Promise<void>;
}

/** Compiles, starts a Redis and the world around the apps. */
export async function openBench(options: Options): Promise<Bench> {
  const built = build();
  const children: Child[] = [];
  const valkey = await startEmbeddedValkey({ dataDir: undefined, log: createLog('warn') });
  const started = (child: Child): Child => {
    children.push(child);
    return child;
  };
  const close = () => closeAll(children, valkey, built);
  try {
    const world = started(startChild({ args: [built.file('bench/world/world.js')] }));
    const url = await world.call('address', null, z.url());
    return {
      quick: options.quick,
      random: seededRandom(options.seed),
      world,
      freePort,
      environment: (port) => environmentOf(port, url, valkey.url),
      start: ([script = '', ...args], { env, metered }) => {
        const meter = metered ? ['--import', built.file('bench/apps/meter.js')] : [];
        return started(startChild({ args: [...meter, built.file(script), ...args], env }));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function closeAll(children: readonly Child[], valkey: EmbeddedValkey, built: Build): Promise<void> {
  await Promise.allSettled(children.map((child) => child.stop()));
  await valkey.stop();
  built.remove();
}

const environmentOf = (port: number, url: string, redisUrl: string): Record<string, string> => ({
  SLACK_BOT_TOKEN: 'xoxb-bench-0001',
  SLACK_SIGNING_SECRET: SIGNING_SECRET,
  SLACK_API_URL: `${url}/api/`,
  GITLAB_URL: url,
  GITLAB_TOKEN: 'bench-token-0001',
  GITLAB_OAUTH_CLIENT_ID: 'client',
  GITLAB_OAUTH_CLIENT_SECRET: 'client-secret',
  TOKEN_KEYS: randomBytes(32).toString('base64'),
  REDIS_URL: redisUrl,
  REDIS_PREFIX: `bench-${randomBytes(4).toString('hex')}`,
  PUBLIC_URL: `http://localhost:${port}`,
  HOST: '127.0.0.1',
  PORT: String(port),
  GITLAB_WEBHOOK_SECRET: HOOK_SECRET,
  DEPLOYMENT: String(WAITING),
  CHANNEL,
});

/** Below the range from which systems take the ports of outgoing connections: one of those would be gone by the start. */
let lastPort = 20_000 + (process.pid % 8_000);

async function freePort(): Promise<number> {
  lastPort += 1;
  const port = lastPort;
  return (await isFree(port)) ? port : freePort();
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
