import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../core/ports/time.ts';

/** One route: answers the request to the end. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse, url: URL) => void | Promise<void>;
}

/** Headers of every answer of ours: pages hold nothing that another site may frame, cache, or learn the address of. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Answers with a text. */
export function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8', ...headers })
    .end(body);
}

/** Answers with a page of ours. */
export const sendPage = (response: ServerResponse, html: string, status = 200): void =>
  send(response, status, html, { 'content-type': 'text/html; charset=utf-8' });

/** Slipway's HTTP server: Slack's requests and people's browsers on one port. */
export interface WebServer {
  /** Takes the port; until `serve` every request is answered 503. @returns the port listened on */
  listen(port: number, host: string): Promise<number>;
  /** Answers by these routes, found by method and exact path; anything else is 404. */
  serve(routes: readonly Route[]): void;
  /** Takes no new connection, lets running requests end, then closes. */
  close(): Promise<void>;
}

export function createWebServer(log: Log): WebServer {
  let routes: readonly Route[] | undefined;
  const server = createServer((request, response) => {
    if (routes === undefined) send(response, 503, 'Slipway is starting.\n');
    else void answer(routes, log, request, response);
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 15_000;
  return {
    listen: (port, host) => listen(server, port, host),
    serve: (next) => {
      routes = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(
  routes: readonly Route[],
  log: Log,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = addressOf(request);
  const route = routes.find((one) => one.path === url?.pathname && one.method === request.method);
  if (url === undefined || route === undefined) return send(response, 404, 'Not found\n');
  try {
    await route.handle(request, response, url);
  } catch (error) {
    log.error({ path: route.path, err: error }, 'a request failed');
    if (!response.headersSent) send(response, 500, 'Slipway could not answer this request.\n');
  }
}

/** Anybody may ask for anything: a target such as `//` is no address, and must not end the process. */
function addressOf({ url = '/' }: IncomingMessage): URL | undefined {
  const base = 'http://slipway.invalid';
  return URL.canParse(url, base) ? new URL(url, base) : undefined;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(portOf(server.address()));
    });
  });
}

const portOf = (address: AddressInfo | string | null): number =>
  address === null || typeof address === 'string' ? 0 : address.port;
