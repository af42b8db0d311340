import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../../src/core/ports/time.ts';

/** What was asked: the method (or path) and its arguments, parsed from the form or JSON body. */
export interface Call {
  readonly method: string;
  readonly args: Record<string, string>;
  readonly authorization: string | undefined;
}

export type Answer = (call: Call, response: ServerResponse, request: IncomingMessage) => void;

async function readCall(request: IncomingMessage): Promise<Call> {
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(Buffer.from(chunk));
  const text = Buffer.concat(body).toString();
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
  const args: Record<string, string> = isJson
    ? JSON.parse(text)
    : Object.fromEntries(new URLSearchParams(text));
  return {
    method: (request.url ?? '').replace(/^\/(?:api\/)?/u, ''),
    args,
    authorization: request.headers.authorization,
  };
}

/** A server on the loopback that answers as the test says; closed by `await using`. */
export async function loopbackSlack(answer: Answer) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call);
      answer(call, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    port,
    apiUrl: `http://127.0.0.1:${port}/api/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_call, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

/** Accepts the request and never tells how it went. */
export const lost: Answer = (_call, _response, request) => request.socket.destroy();

export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (facts: Record<string, unknown>, message: string): void => {
    lines.push(`${message} ${JSON.stringify(facts)}`);
  };
  return { lines, debug: write, info: write, warn: write, error: write };
}
