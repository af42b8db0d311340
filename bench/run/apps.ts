import { z } from 'zod';
import type { Subject } from '../measure/rounds.ts';
import type { Sample } from '../measure/sample.ts';
import { type Drive, Driven } from '../world/driver.ts';
import type { Bench } from './bench.ts';
import type { Child } from './child-process.ts';

/** The apps a click or a command is sent to, and what each is started with. */
export const APPS = {
  Slipway: ['src/main.js', 'start'],
  // The same without verification, vault and audit trail.
  'trusting Slipway': ['trusting/main.js', 'start'],
  'minimal Bolt': ['bench/apps/minimal-bolt.js'],
  'bare script': ['bench/apps/bare-hook.js'],
  'raw http': ['bench/apps/bare-http.js'],
} as const;
export type AppName = keyof typeof APPS;

/** An app that acknowledges commands. */
export interface LiveApp {
  readonly name: AppName;
  readonly port: number;
  readonly child: Child;
  readonly env: Record<string, string>;
}

const START_WITHIN_MS = 30_000;

/** Starts an app and waits until it acknowledges `form`. */
export async function startLive(
  bench: Bench,
  name: AppName,
  form: Record<string, string>,
): Promise<LiveApp & { readyAt: number }> {
  const port = await bench.freePort();
  const env = bench.environment(port);
  const child = bench.start(APPS[name], { env, metered: true });
  const readyAt = await bench.world.call('firstAck', { port, form, limitMs: START_WITHIN_MS }, z.number());
  return { name, port, child, env, readyAt };
}

/** CPU time the app has used since its start, ms. */
export const cpuOf = (child: Child): Promise<number> => child.call('cpu', null, z.number());

/** The same people doing the same thing to an app, as a subject. */
export function driven(bench: Bench, app: LiveApp, order: Omit<Drive, 'port'>): Subject {
  return {
    name: app.name,
    round: async (): Promise<Sample> => {
      const before = await cpuOf(app.child);
      const started = performance.now();
      const { each } = await bench.world.call('drive', { ...order, port: app.port }, Driven);
      const wallMs = performance.now() - started;
      return { ops: order.count, cpuMs: (await cpuOf(app.child)) - before, wallMs, each };
    },
  };
}
