import { createHash } from 'node:crypto';
import { type Answer, ok } from '../api/route.ts';
import type { OAuthApp, Token } from '../state/people-records.ts';
import type { State } from '../state/state.ts';
import { pollDevice } from './device.ts';
import { idToken } from './id-token.ts';
import { appWithId, issuePair, type OAuth, oauthError } from './oauth.ts';
import { type Form, textOf, type Visit } from './visit.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

function basicCredentials(header: string | undefined): { id: string; secret: string } | null {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (!encoded) return null;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}

/**
 * The application that calls, by HTTP Basic or by form fields. All of them are confidential here, and those prove
 * themselves in every request, those of the device grant included.
 * @throws Refusal 401 `invalid_client`
 */
export function clientOf(state: State, visit: Visit): OAuthApp {
  const basic = basicCredentials(visit.headers.authorization);
  const app = appWithId(state, basic?.id ?? textOf(visit.body, 'client_id'));
  const shown = basic?.secret ?? textOf(visit.body, 'client_secret') ?? '';
  if (!app || app.clientSecret !== shown) {
    throw oauthError(401, 'invalid_client', 'Unknown client, or client authentication failed.');
  }
  return app;
}

function invalidGrant(why: string) {
  return oauthError(400, 'invalid_grant', `The authorization grant is invalid: ${why}`);
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function exchangeCode(state: State, oauth: OAuth, app: OAuthApp, form: Form): Answer {
  const value = textOf(form, 'code') ?? '';
  const code = oauth.codes.get(value);
  if (!code) throw invalidGrant('the code is unknown or was used before');
  if (code.expiresAt <= state.now()) throw invalidGrant('the code is expired');
  if (code.clientId !== app.clientId) throw invalidGrant('the code belongs to another client');
  if (code.redirectUri !== textOf(form, 'redirect_uri')) throw invalidGrant('the redirect_uri differs');
  const verifier = textOf(form, 'code_verifier');
  if (code.challenge !== null && (verifier === undefined || challengeOf(verifier) !== code.challenge)) {
    throw invalidGrant('the code_verifier does not fit the code_challenge');
  }
  oauth.codes.delete(value);
  const token = issuePair(state, {
    userId: code.userId,
    clientId: app.clientId,
    scopes: code.scopes,
    redirectUri: code.redirectUri,
  });
  return tokenAnswer(token, code.scopes.includes('openid') ? { id_token: idToken(state, code) } : {});
}

/** Both old tokens are dead at once: GitLab keeps no grace for a second worker with the same pair. */
function refresh(state: State, app: OAuthApp, form: Form): Token {
  const value = textOf(form, 'refresh_token');
  const old = state.tokens.find((token) => token.refresh !== null && token.refresh === value);
  if (!old || old.revoked) throw invalidGrant('the refresh token is unknown or revoked');
  if (old.clientId !== app.clientId) throw invalidGrant('the refresh token belongs to another client');
  const redirectUri = textOf(form, 'redirect_uri');
  if (old.redirectUri !== null && old.redirectUri !== redirectUri)
    throw invalidGrant('the redirect_uri differs');
  old.revoked = true;
  return issuePair(state, { ...old });
}

function tokenAnswer(token: Token, more: Readonly<Record<string, string>> = {}): Answer {
  return {
    ...ok({
      access_token: token.value,
      token_type: 'Bearer',
      expires_in: token.expiresAt === null ? null : Math.round((token.expiresAt - token.createdAt) / 1000),
      refresh_token: token.refresh,
      scope: token.scopes.join(' '),
      created_at: Math.floor(token.createdAt / 1000),
      ...more,
    }),
    headers: { 'Cache-Control': 'no-store', Pragma: 'no-cache' },
  };
}

/** POST /oauth/token (doc: OAuth 2.0 identity provider API). Errors are 400, for a bad client 401. */
export function tokenEndpoint(state: State, oauth: OAuth, visit: Visit): Answer {
  const grant = textOf(visit.body, 'grant_type');
  if (!grant) throw oauthError(400, 'invalid_request', 'Missing required parameter: grant_type.');
  const app = clientOf(state, visit);
  if (grant === 'authorization_code') return exchangeCode(state, oauth, app, visit.body);
  if (grant === 'refresh_token') return tokenAnswer(refresh(state, app, visit.body));
  if (grant === DEVICE_GRANT) return tokenAnswer(pollDevice(state, oauth, app, visit.body));
  throw oauthError(400, 'unsupported_grant_type', 'The grant type is not supported.');
}

/** POST /oauth/revoke: 200 `{}` also for an unknown token; another client's token is 403. */
export function revokeEndpoint(state: State, visit: Visit): Answer {
  const app = clientOf(state, visit);
  const value = textOf(visit.body, 'token');
  const token = state.tokens.find(
    (one) => one.value === value || (one.refresh !== null && one.refresh === value),
  );
  if (token && token.clientId !== app.clientId) {
    throw oauthError(403, 'unauthorized_client', 'You are not authorized to revoke this token.');
  }
  if (token) token.revoked = true;
  return ok({});
}

/** GET /oauth/token/info for the bearer of an access token. */
export function tokenInfo(state: State, visit: Visit): Answer {
  const value = /^Bearer (.+)$/i.exec(visit.headers.authorization ?? '')?.[1];
  const token = state.tokens.find((one) => one.kind === 'oauth' && one.value === value);
  const expired = token !== undefined && token.expiresAt !== null && token.expiresAt <= state.now();
  if (!token || token.revoked || expired)
    throw oauthError(401, 'invalid_token', 'The access token is not valid.');
  return ok({
    resource_owner_id: token.userId,
    scope: token.scopes,
    expires_in: token.expiresAt === null ? null : Math.round((token.expiresAt - state.now()) / 1000),
    application: { uid: token.clientId },
    created_at: Math.floor(token.createdAt / 1000),
  });
}
