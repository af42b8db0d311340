import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type Route, send } from './server.ts';

/**
 * `/metrics` in Prometheus' format: the process, and the jobs of each queue by state.
 * @param counts jobs by queue and state
 */
export function metricsRoutes(counts: () => Promise<Record<string, Record<string, number>>>): Route[] {
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
  return [
    {
      method: 'GET',
      path: '/metrics',
      handle: async (_request, response) =>
        send(response, 200, await registry.metrics(), { 'content-type': registry.contentType }),
    },
  ];
}
