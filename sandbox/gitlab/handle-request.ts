import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { answerApi } from './api/answer-api.ts';
import { credentialIn } from './api/authenticate.ts';
import type { RawParams } from './api/params.ts';
import { bodyToParams, formToParams, readBody } from './api/request.ts';
import type { Answer, Route } from './api/route.ts';
import type { Fault, FaultList } from './faults.ts';
import { answerOAuth } from './oauth/answer-oauth.ts';
import type { OAuth } from './oauth/oauth.ts';
import { answerPage } from './pages/answer-page.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import { answerInstead, answerOf, send } from './send.ts';
import type { State } from './state/state.ts';
import type { GitLabWorld } from './world/world.ts';

/** One request to the API or to OAuth, as it came in and as it was answered. */
export interface RecordedRequest {
  /** epoch ms on the sandbox's clock */
  readonly at: number;
  readonly method: string;
  /** without the query, still percent-encoded */
  readonly path: string;
  readonly query: RawParams;
  readonly body: RawParams | null;
  /** username of a known token's owner */
  readonly user: string | undefined;
  readonly tokenKind: 'private' | 'oauth' | 'job' | null;
  /** names in lower case; authorisation included */
  readonly headers: IncomingHttpHeaders;
  /** 0 until answered, and for ever when a fault cut the connection before */
  status: number;
}

export interface Site {
  readonly state: State;
  readonly oauth: OAuth;
  readonly world: GitLabWorld;
  readonly routes: readonly Route[];
  readonly faults: FaultList;
  readonly requests: RecordedRequest[];
  readonly unknown: string[];
}

function record(site: Site, request: IncomingMessage, url: URL, body: RawParams | null): RecordedRequest {
  const shown = credentialIn(request.headers);
  const token = site.state.tokens.find((one) => one.value === shown?.value);
  const entry: RecordedRequest = {
    at: site.state.now(),
    method: request.method ?? 'GET',
    path: url.pathname,
    query: formToParams(url.searchParams),
    body,
    user: token ? site.state.users.get(token.userId)?.username : undefined,
    tokenKind: token?.kind ?? shown?.kind ?? null,
    headers: request.headers,
    status: 0,
  };
  if (/^\/(api|oauth)\//.test(url.pathname)) site.requests.push(entry);
  return entry;
}

async function route(site: Site, entry: RecordedRequest, url: URL): Promise<Answer> {
  const { state, oauth } = site;
  const { method, headers, query, body } = entry;
  try {
    if (url.pathname.startsWith('/api/v4/')) {
      const report = (what: string) => site.unknown.push(what);
      return await answerApi(state, site.routes, { method, url, headers, query, body }, report);
    }
    const visit = { method, url, headers, body: body ?? {} };
    const answer = answerOAuth(state, oauth, visit) ?? answerPage(site, visit);
    if (answer) return answer;
    if (/^\/(api|oauth)\//.test(url.pathname)) site.unknown.push(`${method} ${url.pathname}`);
    return { status: 404, body: { error: '404 Not Found' } };
  } catch (error) {
    return answerOf(error);
  }
}

/** Whether the connection is cut or left hanging before anything happens. */
function cutShort(response: ServerResponse, fault: Fault | undefined): boolean {
  if (fault?.kind === 'reset') response.destroy();
  return fault?.kind === 'reset' || fault?.kind === 'hang';
}

/** The server's request listener. Each request is recorded, may meet one fault, and is answered once. */
export function requestHandler(site: Site) {
  const limits = rateLimitHeaders(site.state);
  let count = 0;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    count += 1;
    const url = new URL(request.url ?? '/', site.state.baseUrl);
    const text = await readBody(request);
    const entry = record(site, request, url, bodyToParams(request.headers['content-type'], text));
    const fault = site.faults.take(entry.method, url.pathname, entry.user);
    if (cutShort(response, fault)) return;
    const answer = (fault && answerInstead(fault)) ?? (await route(site, entry, url));
    entry.status = answer.status;
    response.setHeader('Date', new Date(site.state.now()).toUTCString());
    response.setHeader('X-Request-Id', `SANDBOX${String(count).padStart(10, '0')}`);
    if (url.pathname.startsWith('/api/')) {
      const caller = entry.user ?? request.socket.remoteAddress ?? '';
      for (const [name, value] of Object.entries(limits(caller))) response.setHeader(name, value);
    }
    await send(response, answer, fault);
  };
}
