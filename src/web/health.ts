import type { Route } from './server.ts';
import { send } from './server.ts';

/** A named question with a yes or a no. */
export type Probe = () => Promise<void>;

const LIMIT_MS = 3_000;

/**
 * `/healthz`: the process is alive. `/readyz`: what it needs answers too; the body names each part, so that an operator
 * sees which one does not.
 */
export function healthRoutes(probes: Readonly<Record<string, Probe>>): Route[] {
  return [
    { method: 'GET', path: '/healthz', handle: (_request, response) => send(response, 200, 'ok\n') },
    {
      method: 'GET',
      path: '/readyz',
      handle: async (_request, response) => {
        const rows = await Promise.all(
          Object.entries(probes).map(async ([name, probe]) => [name, await passes(probe)] as const),
        );
        const ready = rows.every(([, passed]) => passed);
        const body = JSON.stringify(
          Object.fromEntries(rows.map(([name, passed]) => [name, passed ? 'ok' : 'unreachable'])),
        );
        send(response, ready ? 200 : 503, `${body}\n`, { 'content-type': 'application/json' });
      },
    },
  ];
}

async function passes(probe: Probe): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), LIMIT_MS);
  });
  try {
    await Promise.race([probe(), limit]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
