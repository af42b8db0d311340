import { Refusal } from '../rules/refusal.ts';
import type { OAuthApp, User } from '../state/people-records.ts';
import type { State } from '../state/state.ts';
import { appWithId, type OAuth, SCOPES, secret } from './oauth.ts';
import { type Form, textOf } from './visit.ts';

const CODE_LIFE_MS = 10 * 60_000;

/** An authorisation request whose client and redirect address are known to be good. */
export interface AuthorizeRequest {
  readonly app: OAuthApp;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  readonly challenge: string | null;
  /** Comes back in the ID token. */
  readonly nonce: string | null;
  /** Told to the application by redirect, never shown as a page. */
  readonly error: string | null;
}

function errorIn(form: Form, app: OAuthApp, scopes: readonly string[]): string | null {
  const type = textOf(form, 'response_type');
  if (type === undefined) return 'invalid_request';
  if (type !== 'code') return 'unsupported_response_type';
  if (!scopes.every((scope) => SCOPES.includes(scope) && app.scopes.includes(scope))) return 'invalid_scope';
  const challenge = textOf(form, 'code_challenge');
  const method = textOf(form, 'code_challenge_method');
  if (challenge === undefined) return method === undefined ? null : 'invalid_request';
  return method === 'S256' && /^[\w-]{43}$/.test(challenge) ? null : 'invalid_request';
}

/**
 * Reads GET /oauth/authorize, or the consent form that repeats its fields.
 * @throws Refusal 401 for an unknown client, 400 for an address that is not exactly a registered one: in both
 * cases the browser must not be sent anywhere
 */
export function readAuthorize(state: State, form: Form): AuthorizeRequest {
  const app = appWithId(state, textOf(form, 'client_id'));
  if (!app) throw new Refusal(401, { error: 'invalid_client', error_description: 'Unknown client_id.' });
  const redirectUri = textOf(form, 'redirect_uri');
  if (redirectUri === undefined || !app.redirectUris.includes(redirectUri)) {
    const description = 'The redirect URI included is not valid.';
    throw new Refusal(400, { error: 'invalid_redirect_uri', error_description: description });
  }
  const scopes = (textOf(form, 'scope') ?? 'api').split(/[ +]/);
  const challenge = textOf(form, 'code_challenge') ?? null;
  return {
    app,
    redirectUri,
    scopes,
    state: textOf(form, 'state'),
    challenge,
    nonce: textOf(form, 'nonce') ?? null,
    error: errorIn(form, app, scopes),
  };
}

/** The address that tells the application the outcome. */
export function backToApp(request: AuthorizeRequest, outcome: Readonly<Record<string, string>>): string {
  const url = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(outcome)) url.searchParams.set(name, value);
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  return url.href;
}

/** The person consents: a code, wrapped in the address to go to. */
export function grantCode(state: State, oauth: OAuth, request: AuthorizeRequest, user: User): string {
  if (request.error) return backToApp(request, { error: request.error });
  const value = secret();
  oauth.codes.set(value, {
    clientId: request.app.clientId,
    redirectUri: request.redirectUri,
    userId: user.id,
    scopes: request.scopes,
    challenge: request.challenge,
    nonce: request.nonce,
    expiresAt: state.now() + CODE_LIFE_MS,
  });
  return backToApp(request, { code: value });
}
