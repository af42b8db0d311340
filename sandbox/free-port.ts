import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports the kernel gives to outgoing connections, of which one could take the port before it is used. */
const [FIRST, LAST] = [15_000, 30_000];
const MOST_TRIES = 50;

/**
 * A port of loopback nobody listens on. It is used a moment later, and maybe again after a restart.
 * @throws Error when it found none
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${FIRST} to ${LAST}`);
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
