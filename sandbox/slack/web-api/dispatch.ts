import type { Core } from '../core.ts';
import type { Faults } from '../faults.ts';
import { type JsonObject, stringOf } from '../json.ts';
import type { SocketMode } from '../socket-mode.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { faultyReply, limited, pause } from './faulty-reply.ts';
import { historyMethods } from './history.ts';
import { identityMethods } from './identity.ts';
import { type Call, type Method, SlackError } from './method.ts';
import type { Pacing } from './pacing.ts';
import { peopleMethods } from './people.ts';
import { answer, type Reply, refusal } from './reply.ts';
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

export interface WebApi {
  core: Core;
  socketMode: SocketMode;
  faults: Faults;
  pacing: Pacing;
  /** The scopes the bot token has; all of them when left out. */
  scopes?: string[];
  baseUrl: () => string;
}

/** Every scope any method here needs, and those that events and commands need. */
const ALL_SCOPES = [
  ...new Set([...METHODS.values()].flatMap(({ scope }) => scope ?? [])),
  'commands',
  'app_mentions:read',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
];

function scopesOf(api: WebApi): string[] {
  return api.scopes ?? ALL_SCOPES;
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

/** The scope a call needs: reading a private channel or a direct message takes another one than a public channel. */
function scopeOf(api: WebApi, method: Method, args: JsonObject): string | undefined {
  if (!method.scope?.startsWith('channels:') || method.scope === 'channels:join') return method.scope;
  const channel = api.core.world.channels.get(stringOf(args.channel));
  const kind = channel?.imUser !== undefined ? 'im:' : channel?.isPrivate === true ? 'groups:' : 'channels:';
  return method.scope.replace('channels:', kind);
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
    const needed = scopeOf(api, method, args);
    if (needed !== undefined && !scopesOf(api).includes(needed))
      return { ...refusal('missing_scope'), needed, provided: scopesOf(api).join(',') };
    checkArguments(api, name, method, args);
    const call: Call = { core, socketMode, baseUrl: api.baseUrl(), args };
    return { ok: true, ...method.run(call) };
  } catch (error) {
    if (error instanceof SlackError) return refusal(error.error, error.messages);
    throw error;
  }
}

/** Slack names the bot token's scopes in a header of every answer. */
function scopeHeader(api: WebApi, token: string): Record<string, string> {
  return token === api.core.world.identity.botToken ? { 'x-oauth-scopes': scopesOf(api).join(',') } : {};
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
    wait > 0
      ? limited(wait / 1000)
      : fault === undefined
        ? answer(200, effect(), scopeHeader(api, token))
        : faultyReply(fault, effect);
  const body = reply.kind === 'answer' ? reply.body : { ok: false, error: reply.kind };
  const status = reply.kind === 'answer' ? reply.status : 0;
  const error = typeof body.error === 'string' ? { error: body.error } : {};
  world.calls.push({ at, method: name, args, status, ok: body.ok === true, ...error, responseBody: body });
  world.changed();
  return reply;
}
