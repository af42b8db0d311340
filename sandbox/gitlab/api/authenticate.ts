import type { IncomingHttpHeaders } from 'node:http';
import { Refusal, refuse } from '../rules/refusal.ts';
import { userById } from '../state/find.ts';
import type { Token, User } from '../state/people-records.ts';
import type { State } from '../state/state.ts';
import type { Route } from './route.ts';

export interface Credential {
  readonly kind: Token['kind'];
  readonly value: string;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** What the request shows for itself, known or not. */
export function credentialIn(headers: IncomingHttpHeaders): Credential | null {
  const own = first(headers['private-token']);
  if (own) return { kind: 'private', value: own };
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer) return { kind: bearer.startsWith('glpat-') ? 'private' : 'oauth', value: bearer };
  const job = first(headers['job-token']);
  return job ? { kind: 'job', value: job } : null;
}

const LAPSED = {
  expired: 'Token is expired. You can either do re-authorization or token refresh.',
  revoked: 'Token was revoked. You have to re-authorize from the user.',
};

function lapsed(why: keyof typeof LAPSED): Refusal {
  const body = { error: 'invalid_token', error_description: LAPSED[why] };
  const challenge = `Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="${LAPSED[why]}"`;
  return new Refusal(401, body, { 'WWW-Authenticate': challenge });
}

function insufficientScope(allowed: readonly string[]): Refusal {
  const description = 'The request requires higher privileges than provided by the access token.';
  const scope = allowed.join(' ');
  const challenge = `Bearer realm="Protected by OAuth 2.0", error="insufficient_scope", error_description="${description}", scope="${scope}"`;
  return new Refusal(
    403,
    { error: 'insufficient_scope', error_description: description, scope },
    { 'WWW-Authenticate': challenge },
  );
}

/** GitLab names read_api in its answer to a write too, although that scope would not help. */
function checkScope(token: Token, route: Pick<Route, 'method' | 'scopes'>): void {
  const extra = route.scopes ?? [];
  const enough = route.method === 'GET' ? ['api', 'read_api', ...extra] : ['api'];
  if (!token.scopes.some((scope) => enough.includes(scope))) {
    throw insufficientScope(['api', 'read_api', ...extra]);
  }
}

/**
 * Who is asking.
 * @throws Refusal 401 for no, an unknown, an expired or a revoked token; 403 `insufficient_scope`, or for a blocked person
 */
export function authenticate(
  state: State,
  headers: IncomingHttpHeaders,
  route: Pick<Route, 'method' | 'scopes' | 'jobToken'>,
): { user: User; token: Token } {
  const shown = credentialIn(headers);
  const token = state.tokens.find((one) => one.value === shown?.value && one.kind === shown?.kind);
  if (!shown || !token) throw refuse(401, '401 Unauthorized');
  const jobsWelcome = route.jobToken === true && state.version.atLeast('16.2');
  if (token.kind === 'job' && (!jobsWelcome || token.revoked)) throw refuse(401, '401 Unauthorized');
  if (token.revoked) throw lapsed('revoked');
  if (token.expiresAt !== null && token.expiresAt <= state.now()) throw lapsed('expired');
  const user = userById(state, token.userId);
  if (user.blocked) throw refuse(403, '403 Forbidden - Your account has been blocked.');
  if (token.kind !== 'job') checkScope(token, route);
  return { user, token };
}
