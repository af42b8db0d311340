import { createServer, type IncomingMessage, type RequestListener, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createWebServer, type Route } from '../../../src/web/server.ts';
import { keptLog } from '../../support/kept-log.ts';

/** These routes on Slipway's own server, for one test. @returns its address */
export async function served(routes: readonly Route[]): Promise<string> {
  const server = createWebServer(keptLog());
  const port = await server.listen(0, '127.0.0.1');
  server.serve(routes);
  onTestFinished(() => server.close());
  return `http://127.0.0.1:${port}`;
}

/** A plain server for one test. @returns its port */
export async function listening(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A server that listens on a TCP port answers its address as an object.
  return (server.address() as AddressInfo).port;
}

/** Sends a body in these pieces and reads the answer. */
export function postPieces(
  port: number,
  pieces: readonly Buffer[],
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = send({ port, host: '127.0.0.1', method: 'POST', agent: false }, (response) =>
      resolve(answerOf(response)),
    );
    outgoing.on('error', reject);
    for (const piece of pieces) outgoing.write(piece);
    outgoing.end();
  });
}

async function answerOf(response: IncomingMessage): Promise<{ status: number | undefined; body: string }> {
  let body = '';
  for await (const part of response) body += String(part);
  return { status: response.statusCode, body };
}
