import type { Core } from '../core.ts';
import type { Fault, Faults } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import type { SocketMode } from '../socket-mode.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { historyMethods } from './history.ts';
import { identityMethods } from './identity.ts';
import { type Call, type Method, SlackError } from './method.ts';
import type { Pacing } from './pacing.ts';
import { peopleMethods } from './people.ts';
import { viewMethods } from './views.ts';

const METHODS = new Map<string, Method>(
  Object.entries({
    ...identityMethods,
    ...chatMethods,
    ...conversationMethods,
    ...historyMethods,
    ...peopleMethods,
    ...viewMethods,
  }),
);

/** What goes back over the wire; `cut` destroys the socket, `hang` never answers. */
export type Reply =
  | { kind: 'answer'; status: number; headers: Record<string, string>; body: JsonObject }
  | { kind: 'cut' }
  | { kind: 'hang' };

export interface WebApi {
  core: Core;
  socketMode: SocketMode;
  faults: Faults;
  pacing: Pacing;
  /** The scopes the bot token has; all of them when left out. */
  scopes?: string[];
  baseUrl: () => string;
}

const answer = (status: number, body: JsonObject, headers: Record<string, string> = {}): Reply => ({
  kind: 'answer',
  status,
  headers,
  body,
});

/** Slack's `{ok: false}` for a refusal, with the places at fault where it names them. */
export function refusal(error: string, messages: string[] = []): JsonObject {
  if (messages.length === 0) return { ok: false, error };
  return {
    ok: false,
    error,
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  };
}

function checkToken(api: WebApi, method: Method, token: string): void {
  const { identity } = api.core.world;
  if (method.token === 'none') return;
  if (token === '') throw new SlackError('not_authed');
  const wanted = method.token === 'app' ? identity.appToken : identity.botToken;
  if (token === wanted) return;
  const isOther = token === identity.appToken || token === identity.botToken;
  throw new SlackError(isOther ? 'not_allowed_token_type' : 'invalid_auth');
}

/** What any method takes; Bolt sends the workspace along with every call. */
const UNIVERSAL = ['team_id'];

function checkArguments(api: WebApi, name: string, method: Method, args: JsonObject): void {
  for (const argument of Object.keys(args))
    if (!method.args.includes(argument) && !UNIVERSAL.includes(argument))
      api.core.world.unknown.push(`${name}: argument ${argument}`);
  const missing = (method.required ?? []).filter(
    (argument) => args[argument] === undefined || args[argument] === '',
  );
  if (missing.length > 0)
    throw new SlackError(
      'invalid_arguments',
      missing.map((argument) => `missing required field: ${argument}`),
    );
}

/** Runs a method as Slack would. @returns the body, refusals included. */
function run(api: WebApi, name: string, token: string, args: JsonObject): JsonObject {
  const { core, socketMode } = api;
  const method = METHODS.get(name);
  if (method === undefined) {
    core.world.unknown.push(name);
    return { ...refusal('unknown_method'), req_method: name };
  }
  try {
    checkToken(api, method, token);
    if (method.scope !== undefined && api.scopes !== undefined && !api.scopes.includes(method.scope))
      return { ...refusal('missing_scope'), needed: method.scope, provided: api.scopes.join(',') };
    checkArguments(api, name, method, args);
    const call: Call = { core, socketMode, baseUrl: api.baseUrl(), args };
    return { ok: true, ...method.run(call) };
  } catch (error) {
    if (error instanceof SlackError) return refusal(error.error, error.messages);
    throw error;
  }
}

/** Waits out a delay; a stopping server does not wait for it. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

const limited = (seconds: number): Reply =>
  answer(429, refusal('ratelimited'), { 'retry-after': String(Math.ceil(seconds)) });

/** What a fault puts in place of the answer; `effect` makes the call happen. */
function faulty(fault: Fault, effect: () => JsonObject): Reply {
  switch (fault.kind) {
    case 'status':
      if (fault.after === true) effect();
      return answer(fault.status ?? 500, refusal('internal_error'));
    case 'error':
      if (fault.after === true) effect();
      return answer(200, refusal(fault.error ?? 'internal_error'));
    case 'rate-limit':
      return limited(fault.retryAfter ?? 1);
    case 'lost-response':
      effect();
      return { kind: 'cut' };
    case 'reset':
      return { kind: 'cut' };
    case 'hang':
      return { kind: 'hang' };
    case 'delay':
      return answer(200, effect());
  }
}

/** Answers one Web API call, faults and pacing included, and records it. */
export async function dispatch(api: WebApi, name: string, token: string, args: JsonObject): Promise<Reply> {
  const { world } = api.core;
  const at = world.now();
  const fault = api.faults.take(name, args);
  if (fault?.delayMs !== undefined) await pause(fault.delayMs);
  const wait = api.pacing.waitFor(name, args);
  const effect = (): JsonObject => run(api, name, token, args);
  const reply =
    wait > 0 ? limited(wait / 1000) : fault === undefined ? answer(200, effect()) : faulty(fault, effect);
  const body = reply.kind === 'answer' ? reply.body : { ok: false, error: reply.kind };
  const status = reply.kind === 'answer' ? reply.status : 0;
  const error = typeof body.error === 'string' ? { error: body.error } : {};
  world.calls.push({ at, method: name, args, status, ok: body.ok === true, ...error, responseBody: body });
  world.changed();
  return reply;
}
