import type { Protection } from './project-records.ts';

/** Rows about people and what they authenticate with. */

export type Role = 'guest' | 'reporter' | 'developer' | 'maintainer' | 'owner';

export interface User {
  readonly id: number;
  readonly username: string;
  name: string;
  language: string;
  admin: boolean;
  /** May sign in nowhere, and no token of theirs does anything. */
  blocked: boolean;
  /** When they last signed in anywhere, epoch ms; null for never. As in GitLab it is the person's, not the session's. */
  signedInAt: number | null;
  readonly createdAt: string;
}

export interface Group {
  readonly id: number;
  path: string;
  readonly name: string;
  readonly createdAt: string;
  /** user id → access level (10 guest … 50 owner) */
  readonly members: Map<number, number>;
  /** Group-level protection goes by environment tier. */
  readonly protectedTiers: Map<string, Protection>;
}

export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly name: string;
  /** What it may ask for. */
  readonly scopes: readonly string[];
}

export interface Token {
  readonly id: number;
  readonly kind: 'private' | 'oauth' | 'job';
  readonly value: string;
  readonly userId: number;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  /** epoch ms, null for never */
  expiresAt: number | null;
  revoked: boolean;
  /** OAuth only */
  readonly refresh: string | null;
  readonly clientId: string | null;
  readonly redirectUri: string | null;
  /** job tokens only */
  readonly projectId: number | null;
}
