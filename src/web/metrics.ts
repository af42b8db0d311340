import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { HookTally } from './hook-tally.ts';
import { type Route, send } from './server.ts';

/** What the metrics tell of GitLab's webhooks. */
export interface HookFacts {
  readonly tally: HookTally;
  /** When the newest one came, and when one was last refused that says it is our GitLab's; epoch ms. */
  readonly lastAt: () => Promise<number | undefined>;
  readonly lastRefusedAt: () => Promise<number | undefined>;
}

/**
 * `/metrics` in Prometheus' format: the process, and the jobs of each queue by state.
 * @param counts jobs by queue and state
 * @param hooks none in a process that takes no webhooks
 */
export function metricsRoutes(
  counts: () => Promise<Record<string, Record<string, number>>>,
  hooks?: HookFacts,
): Route[] {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const jobs = new Gauge({
    name: 'slipway_jobs',
    help: 'Jobs by queue and state',
    labelNames: ['queue', 'state'],
    registers: [registry],
    collect: async () => {
      jobs.reset();
      // While Redis is away the process is still worth measuring.
      for (const [queue, states] of Object.entries(await counts().catch(() => ({})))) {
        for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, count);
      }
    },
  });
  if (hooks !== undefined) hookMetrics(registry, hooks);
  return [
    {
      method: 'GET',
      path: '/metrics',
      handle: async (_request, response) =>
        send(response, 200, await registry.metrics(), { 'content-type': registry.contentType }),
    },
  ];
}

function hookMetrics(registry: Registry, { tally, lastAt, lastRefusedAt }: HookFacts): void {
  const requests = new Counter({
    name: 'slipway_gitlab_webhooks_total',
    help: 'Webhook requests by how they ended',
    labelNames: ['outcome'],
    registers: [registry],
    collect: () => {
      requests.reset();
      for (const [outcome, count] of tally.counts()) requests.inc({ outcome }, count);
    },
  });
  momentGauge(registry, 'slipway_gitlab_webhook_last_seconds', 'When the newest webhook came', lastAt);
  momentGauge(
    registry,
    'slipway_gitlab_webhook_refused_seconds',
    "When a webhook was last refused that says it is our GitLab's: most likely its secret is wrong",
    lastRefusedAt,
  );
}

/** A moment in epoch seconds; absent until there was one. */
function momentGauge(
  registry: Registry,
  name: string,
  help: string,
  momentOf: () => Promise<number | undefined>,
): void {
  const gauge = new Gauge({
    name,
    help,
    // A label-less gauge would show 0 until it is set.
    labelNames: ['source'],
    registers: [registry],
    collect: async () => {
      gauge.reset();
      const moment = await momentOf().catch(() => undefined);
      if (moment !== undefined) gauge.set({ source: 'gitlab' }, moment / 1_000);
    },
  });
}
