import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { applyAnswer } from './answers.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import type { PageServer } from './page-server.ts';
import { readBody } from './read-body.ts';
import { readArguments } from './web-api/arguments.ts';
import { dispatch, type WebApi } from './web-api/dispatch.ts';
import { pause } from './web-api/faulty-reply.ts';
import { refusal } from './web-api/reply.ts';

function sendJson(
  response: ServerResponse,
  status: number,
  body: JsonObject,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

async function serveApi(
  api: WebApi,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const { token, args } = readArguments(request.headers, url.searchParams, body);
  const reply = await dispatch(api, url.pathname.slice('/api/'.length), token, args);
  if (reply.kind === 'cut') request.socket.destroy();
  if (reply.kind === 'answer') sendJson(response, reply.status, reply.body, reply.headers);
}

/** Answers a response URL: five uses, thirty minutes, and the same checks as any message. */
function answerResponseUrl(api: WebApi, id: string, body: string): { status: number; body: JsonObject } {
  const entry = api.core.responseUrls.find(id);
  if (entry === undefined) return { status: 404, body: refusal('invalid_url') };
  const spent = api.core.responseUrls.use(entry);
  if (spent !== undefined) return { status: 404, body: refusal(spent) };
  const parsed = parseJson(body);
  if (!isObject(parsed)) return { status: 400, body: refusal('invalid_payload') };
  const refused = applyAnswer(api.core.world, entry, parsed);
  if (refused !== undefined) return { status: 400, body: refusal(refused.error, refused.messages) };
  return { status: 200, body: { ok: true } };
}

async function serveResponseUrl(
  api: WebApi,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = await readBody(request);
  const parsed = parseJson(text);
  const args = isObject(parsed) ? parsed : {};
  const { world } = api.core;
  const at = world.now();
  const fault = api.faults.take('response_url', args);
  if (fault?.delayMs !== undefined) await pause(fault.delayMs);
  if (fault?.kind === 'hang') return;
  const happens =
    fault === undefined || ['delay', 'lost-response'].includes(fault.kind) || fault.after === true;
  const answer = happens
    ? answerResponseUrl(api, url.pathname.slice('/response/'.length), text)
    : { status: 0, body: refusal(fault.error ?? 'internal_error') };
  const status =
    fault?.kind === 'rate-limit'
      ? 429
      : fault?.kind === 'status'
        ? (fault.status ?? 500)
        : answer.status || 500;
  const error = typeof answer.body.error === 'string' ? { error: answer.body.error } : {};
  const ok = answer.body.ok === true;
  world.calls.push({ at, method: 'response_url', args, status, ok, ...error, responseBody: answer.body });
  world.changed();
  if (fault?.kind === 'reset' || fault?.kind === 'lost-response') request.socket.destroy();
  else
    sendJson(
      response,
      status,
      answer.body,
      fault?.kind === 'rate-limit' ? { 'retry-after': String(fault.retryAfter ?? 1) } : {},
    );
}

async function route(
  api: WebApi,
  page: PageServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname.startsWith('/api/')) return await serveApi(api, url, request, response);
  if (url.pathname.startsWith('/response/') && request.method === 'POST')
    return await serveResponseUrl(api, url, request, response);
  await page.serve(url, request, response);
}

/** Opens the one server everything runs on, on the loopback address only. @param port 0 takes a free one. */
export async function listen(api: WebApi, page: PageServer, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    route(api, page, request, response).catch((error: unknown) => {
      if (response.headersSent || request.socket.destroyed) request.socket.destroy();
      else sendJson(response, 500, { ok: false, error: 'fatal_error', detail: String(error) });
    });
  });
  server.on('upgrade', (request, socket, head) => api.socketMode.accept(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
