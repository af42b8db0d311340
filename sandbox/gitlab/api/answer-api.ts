import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../rules/refusal.ts';
import type { State } from '../state/state.ts';
import { authenticate } from './authenticate.ts';
import { decodedSegment } from './decoded-segment.ts';
import { type ParamRule, type RawParams, validate } from './params.ts';
import type { Answer, Route } from './route.ts';

const PREFIX = '/api/v4';
const PAGING: readonly ParamRule[] = [
  { name: 'page', type: 'integer' },
  { name: 'per_page', type: 'integer' },
];

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly query: RawParams;
  /** null when the body claims to be JSON and is not */
  readonly body: RawParams | null;
}

interface Match {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const [want, have] = [pattern.split('/'), path.split('/')];
  if (want.length !== have.length) return null;
  const found: Record<string, string> = {};
  for (const [index, part] of want.entries()) {
    const given = have[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== given) return null;
      continue;
    }
    if (given === '') return null;
    found[part.slice(1)] = decodedSegment(given);
  }
  return found;
}

function find(routes: readonly Route[], request: ApiRequest): Match | null {
  const path = request.url.pathname.slice(PREFIX.length);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  for (const route of routes) {
    if (route.method !== method) continue;
    const found = matchPath(route.path, path);
    if (found) return { route, path: found };
  }
  return null;
}

function existsOn(state: State, route: Route): boolean {
  return (
    (route.since === undefined || state.version.atLeast(route.since)) &&
    (route.enterprise !== true || state.version.enterprise)
  );
}

function rulesOf({ route, path }: Match): ParamRule[] {
  const own = Object.keys(path).map((name): ParamRule => {
    const isNumber = name.endsWith('_id');
    return { name, type: isNumber ? 'integer' : 'string', required: true };
  });
  return [...own, ...(route.params ?? []), ...(route.paged ? PAGING : [])];
}

/**
 * Answers one request below /api/v4 in GitLab's order: route, who, parameters, then the route itself.
 * @param onUnknown told of routes and parameters the sandbox (and GitLab, as far as it is known here) does not have
 * @throws Refusal for every answer that is not a success
 */
export function answerApi(
  state: State,
  routes: readonly Route[],
  request: ApiRequest,
  onUnknown: (what: string) => void,
): Answer | Promise<Answer> {
  const match = find(routes, request);
  const line = `${request.method} ${request.url.pathname}`;
  if (!match || !existsOn(state, match.route)) {
    if (!match) onUnknown(line);
    throw new Refusal(404, { error: '404 Not Found' });
  }
  const who = authenticate(state, request.headers, match.route);
  if (request.body === null)
    throw new Refusal(400, { error: 'There was a problem in the JSON you submitted' });
  const rules = rulesOf(match);
  const sent = { ...request.query, ...request.body };
  for (const name of Object.keys(sent)) {
    if (!rules.some((rule) => rule.name === name)) onUnknown(`${line} parameter ${name}`);
  }
  const params = validate(rules, { ...sent, ...match.path });
  return match.route.run({ state, ...who, params, headers: request.headers, url: request.url });
}
