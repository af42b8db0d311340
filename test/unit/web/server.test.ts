import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { healthRoutes } from '../../../src/web/health.ts';
import { served } from './served.ts';

/** The status line that answers a request for exactly this target, which no client would send. */
async function statusOf(address: string, target: string): Promise<string | undefined> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  socket.end(`GET ${target} HTTP/1.1\r\nHost: slipway\r\nConnection: close\r\n\r\n`);
  return (await text(socket)).split('\r\n')[0];
}

it.each(['//', '///', '//[', 'http://['])(
  'a request for %s, which is no address, is answered and harms nothing',
  async (target) => {
    const address = await served(healthRoutes({}));

    expect(await statusOf(address, target)).toBe('HTTP/1.1 404 Not Found');
    expect(await (await fetch(`${address}/healthz`)).text()).toBe('ok\n');
  },
);
