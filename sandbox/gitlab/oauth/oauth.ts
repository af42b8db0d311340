import { randomBytes } from 'node:crypto';
import { Refusal } from '../rules/refusal.ts';
import type { OAuthApp, Token } from '../state/people-records.ts';
import type { State } from '../state/state.ts';

const ACCESS_TOKEN_SECONDS = 7200;
export const SCOPES = ['api', 'read_api', 'read_user', 'openid', 'profile', 'email'];

/** One authorisation code, good once and for ten minutes. */
export interface Code {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly userId: number;
  readonly scopes: readonly string[];
  readonly challenge: string | null;
  readonly nonce: string | null;
  readonly expiresAt: number;
}

export interface DeviceRequest {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  lastPollAt: number | null;
  decision: { readonly userId: number } | null;
}

/** What the OAuth provider remembers besides tokens. */
export interface OAuth {
  readonly codes: Map<string, Code>;
  readonly devices: DeviceRequest[];
  /** browser session id → user id */
  readonly sessions: Map<string, number>;
}

/** No codes, no device requests, nobody signed in. */
export function createOAuth(): OAuth {
  return { codes: new Map(), devices: [], sessions: new Map() };
}

/** Hexadecimal randomness of so many bytes. */
export function secret(bytes = 32): string {
  return randomBytes(bytes).toString('hex');
}

/** The error form of RFC 6749. */
export function oauthError(status: number, error: string, description: string): Refusal {
  const headers: Record<string, string> =
    status === 401 ? { 'WWW-Authenticate': `Bearer realm="Sandbox GitLab", error="${error}"` } : {};
  return new Refusal(status, { error, error_description: description }, headers);
}

/** A fresh pair of tokens, stored. */
export function issuePair(
  state: State,
  wish: { userId: number; clientId: string | null; scopes: readonly string[]; redirectUri: string | null },
): Token {
  const token: Token = {
    ...wish,
    id: state.nextId('token'),
    kind: 'oauth',
    value: secret(),
    createdAt: state.now(),
    expiresAt: state.now() + ACCESS_TOKEN_SECONDS * 1000,
    revoked: false,
    refresh: secret(),
    projectId: null,
  };
  state.tokens.push(token);
  return token;
}

/** The registered application, or undefined. */
export function appWithId(state: State, clientId: string | undefined): OAuthApp | undefined {
  return state.oauthApps.find((app) => app.clientId === clientId);
}
