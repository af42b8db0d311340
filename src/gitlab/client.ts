import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import fetch, { FetchError, type Response } from 'node-fetch';
import { SlipwayError } from '../core/errors.ts';
import { type Body, readBody } from './read-body.ts';

/** One HTTP exchange, without any knowledge of GitLab. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Where only the end of the answer matters: how many bytes of it are kept. */
  readonly lastBytes?: number | undefined;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** The header's value; `undefined` when absent. */
  readonly header: (name: string) => string | undefined;
  readonly body: Body;
}

/** No answer came. `sent` tells whether the request may have reached the server. */
export class NetworkFault extends Error {
  readonly sent: boolean;

  constructor(reason: string, sent: boolean) {
    super(reason);
    this.name = 'NetworkFault';
    this.sent = sent;
  }
}

export interface Client {
  /** @throws NetworkFault when the connection failed or `signal` was aborted before the body was read to its end */
  send(request: HttpRequest): Promise<HttpAnswer>;
}

/** How long an idle connection is kept, milliseconds. */
const IDLE_MS = 5_000;

/**
 * HTTP over node-fetch; nothing else imports it. This is the only way out to GitLab, and it leads to one address: whatever
 * made up another one, by mistake or by somebody's wish, nothing is sent there.
 *
 * Redirects are never followed here: node-fetch would carry the token along to another host.
 * @param baseUrl the configured GitLab, without a slash at the end
 */
export function createClient(baseUrl: string): Client {
  const home = new URL(`${baseUrl}/`);
  const reading = agents(true);
  // A kept connection may have been closed by the server just now, and then nobody can tell whether a write arrived.
  const writing = agents(false);
  return {
    async send({ method, url, headers, body, lastBytes, signal }) {
      if (!isBelow(home, url)) throw new SlipwayError('foreign-url', { host: home.host });
      const pool = method === 'GET' ? reading : writing;
      const agent = url.startsWith('https:') ? pool.https : pool.http;
      const init = { method, headers, signal, agent, redirect: 'manual' } as const;
      try {
        const response = await fetch(url, body === undefined ? init : { ...init, body });
        return {
          status: response.status,
          header: (name) => response.headers.get(name) ?? undefined,
          body: await bodyOf(response, signal, lastBytes),
        };
      } catch (error) {
        throw faultOf(error);
      }
    },
  };
}

function isBelow(home: URL, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, pathname, username, password } = new URL(address);
  return origin === home.origin && pathname.startsWith(home.pathname) && username === '' && password === '';
}

function agents(keepAlive: boolean): { http: HttpAgent; https: HttpsAgent } {
  const options = { keepAlive, scheduling: 'lifo', timeout: IDLE_MS } as const;
  return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

async function bodyOf(response: Response, signal: AbortSignal, lastBytes?: number): Promise<Body> {
  if (response.body === null) return { kind: 'whole', text: '' };
  try {
    return await readBody(response.body, response.ok ? lastBytes : undefined);
  } catch (error) {
    if (signal.aborted) throw error;
    return { kind: 'broken-off' };
  }
}

/** The message of a FetchError holds the address with its query: only its code goes further. */
function faultOf(error: unknown): unknown {
  if (error instanceof NetworkFault) return error;
  if (!(error instanceof FetchError)) {
    return isAbort(error) ? new NetworkFault('aborted', true) : error;
  }
  const reason = error.code ?? error.type;
  return new NetworkFault(reason, !NEVER_SENT.test(reason));
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** No connection, no name, or no trusted certificate: all of them come before the first byte of the request. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|CERT_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;
