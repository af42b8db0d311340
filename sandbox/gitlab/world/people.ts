import { issuePair, SCOPES, secret } from '../oauth/oauth.ts';
import { LEVEL } from '../rules/access.ts';
import { groupAt, projectNamed, userNamed } from '../state/find.ts';
import type { Group, OAuthApp, Role, Token, User } from '../state/people-records.ts';
import { type State, timestamp } from '../state/state.ts';

export type Members = Readonly<Record<string, Role>>;

export interface WorldPeople {
  /** `language` decides the language of GitLab's refusals ('en', 'de', 'ja'). */
  addUser(wish: { username: string; name: string; language?: string; admin?: boolean }): User;
  addGroup(wish: { path: string; name: string; members?: Members }): Group;
  /** Gives a person a role in a group or project, or takes it with null. */
  setRole(path: string, username: string, role: Role | null): void;
  /** @returns a personal access token, scope `api` unless told otherwise; expiresAt in epoch ms */
  addToken(username: string, options?: { scopes?: readonly string[]; expiresAt?: number }): string;
  /** @returns a CI job token that acts as the person within one project (16.2+) */
  addJobToken(username: string, projectPath: string): string;
  addOAuthApp(app: {
    clientId: string;
    clientSecret: string;
    redirectUris: readonly string[];
    name?: string;
    /** Every scope unless told otherwise. */
    scopes?: readonly string[];
  }): OAuthApp;
  /** A linked account without the browser: a pair of the first application. */
  issueOAuth(username: string, scopes?: readonly string[]): { accessToken: string; refreshToken: string };
  /** OAuth access tokens of the person are past their two hours; refreshing still works. */
  expireAccessTokens(username: string): void;
  /** All tokens of the person, of every kind, as if revoked in GitLab's settings. */
  revokeTokens(username: string): void;
  /** OAuth tokens that GitLab handed out and still honours. */
  liveTokens(username?: string): number;
  /** An administrator blocks the person. */
  blockUser(username: string): void;
  /** The person last signed in then (epoch ms), and still is. */
  signedIn(username: string, at: number): void;
  user(username: string): User;
}

/** username → role becomes user id → level. */
export function memberLevels(state: State, members: Members = {}): Map<number, number> {
  return new Map(Object.entries(members).map(([name, role]) => [userNamed(state, name).id, LEVEL[role]]));
}

/** The group at a path, made with its last part as the name when missing. */
export function ensureGroup(state: State, path: string): Group {
  return groupAt(state, path) ?? createGroup(state, path, path.split('/').at(-1) ?? path, new Map());
}

function createGroup(state: State, path: string, name: string, members: Map<number, number>): Group {
  const parent = path.split('/').slice(0, -1).join('/');
  if (parent) ensureGroup(state, parent);
  const group: Group = {
    id: state.nextId('group'),
    path,
    name,
    members,
    createdAt: timestamp(state),
    protectedTiers: new Map(),
  };
  state.groups.set(group.id, group);
  return group;
}

function storeToken(state: State, wish: Pick<Token, 'kind' | 'value' | 'userId'> & Partial<Token>): string {
  state.tokens.push({
    scopes: ['api'],
    expiresAt: null,
    revoked: false,
    refresh: null,
    clientId: null,
    redirectUri: null,
    projectId: null,
    ...wish,
    id: state.nextId('token'),
    createdAt: state.now(),
  });
  return wish.value;
}

function addUser(state: State, wish: Parameters<WorldPeople['addUser']>[0]): User {
  const user: User = {
    id: state.nextId('user'),
    username: wish.username,
    name: wish.name,
    language: wish.language ?? 'en',
    admin: wish.admin ?? false,
    blocked: false,
    signedInAt: null,
    createdAt: timestamp(state),
  };
  state.users.set(user.id, user);
  return user;
}

function issueOAuth(state: State, username: string, scopes: readonly string[] = ['api']) {
  const app = state.oauthApps[0];
  const pair = issuePair(state, {
    userId: userNamed(state, username).id,
    clientId: app?.clientId ?? null,
    scopes,
    redirectUri: app?.redirectUris[0] ?? null,
  });
  return { accessToken: pair.value, refreshToken: pair.refresh ?? '' };
}

/** People, groups and what they authenticate with. */
export function worldPeople(state: State): WorldPeople {
  const tokensOf = (username: string) => {
    const { id } = userNamed(state, username);
    return state.tokens.filter((token) => token.userId === id);
  };
  return {
    addUser: (wish) => addUser(state, wish),
    addGroup({ path, name, members }) {
      const existing = groupAt(state, path);
      if (existing) throw new Error(`the sandbox GitLab already has a group ${path}`);
      return createGroup(state, path, name, memberLevels(state, members));
    },
    setRole(path, username, role) {
      const { members } = groupAt(state, path) ?? projectNamed(state, path);
      const { id } = userNamed(state, username);
      if (role === null) members.delete(id);
      else members.set(id, LEVEL[role]);
    },
    addToken(username, { scopes = ['api'], expiresAt } = {}) {
      const userId = userNamed(state, username).id;
      const value = `glpat-${secret(10)}`;
      return storeToken(state, { kind: 'private', value, userId, scopes, expiresAt: expiresAt ?? null });
    },
    addJobToken(username, projectPath) {
      const userId = userNamed(state, username).id;
      const projectId = projectNamed(state, projectPath).id;
      return storeToken(state, { kind: 'job', value: `glcbt-${secret(10)}`, userId, projectId });
    },
    addOAuthApp(wish) {
      const app: OAuthApp = { name: 'Slipway', scopes: SCOPES, ...wish };
      state.oauthApps.push(app);
      return app;
    },
    issueOAuth: (username, scopes) => issueOAuth(state, username, scopes),
    expireAccessTokens(username) {
      for (const token of tokensOf(username)) if (token.kind === 'oauth') token.expiresAt = state.now();
    },
    revokeTokens(username) {
      for (const token of tokensOf(username)) token.revoked = true;
    },
    liveTokens: (username) =>
      (username === undefined ? state.tokens : tokensOf(username)).filter(
        (token) => token.kind === 'oauth' && !token.revoked,
      ).length,
    blockUser(username) {
      userNamed(state, username).blocked = true;
    },
    signedIn(username, at) {
      userNamed(state, username).signedInAt = at;
    },
    user: (username) => userNamed(state, username),
  };
}
