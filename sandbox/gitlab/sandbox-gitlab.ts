import { createServer, type Server } from 'node:http';
import { apiRoutes } from './api/routes.ts';
import { createFaults, type Faults } from './faults.ts';
import { type RecordedRequest, requestHandler } from './handle-request.ts';
import { createCourier } from './hooks/courier.ts';
import { grantCode, readAuthorize } from './oauth/authorize.ts';
import { createOAuth } from './oauth/oauth.ts';
import { userNamed } from './state/find.ts';
import type { HookDelivery } from './state/hook-records.ts';
import { createState, type State } from './state/state.ts';
import { parseVersion } from './state/version.ts';
import { autoFinish } from './world/auto-finish.ts';
import { createWorld, type GitLabWorld } from './world/world.ts';

export type { Faults } from './faults.ts';
export type { RecordedRequest } from './handle-request.ts';
export type { GitLabWorld } from './world/world.ts';

export interface SandboxOptions {
  /** 0, the default, takes a free port */
  readonly port?: number;
  /** `19.3.0-ee` unless given; without `-ee` it is CE */
  readonly version?: string;
  readonly tier?: 'free' | 'premium';
  /** epoch ms */
  readonly now?: () => number;
  /** Seconds; GitLab's own where left out. */
  readonly device?: { readonly intervalSeconds?: number; readonly lifeSeconds?: number };
  readonly oauthApp?: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly redirectUris: readonly string[];
    readonly scopes?: readonly string[];
  };
}

export interface SandboxGitLab {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly world: GitLabWorld;
  readonly faults: Faults;
  /** Every API and OAuth request, oldest first. */
  readonly requests: RecordedRequest[];
  /** Every attempt to deliver an event to a webhook, oldest first. */
  readonly deliveries: HookDelivery[];
  /** Routes and parameters somebody used that GitLab does not have; a strict test expects none. */
  readonly unknown: string[];
  /**
   * Whoever is signed in is not asked again, unless the address says `prompt=login`.
   * @returns where the browser goes after the person signed in and consented: code and state, or an error
   */
  signIn(authorizeUrl: string, username: string): Promise<string>;
  stop(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sandbox GitLab has no port');
  return `http://127.0.0.1:${address.port}`;
}

function stateFor(options: SandboxOptions, baseUrl: string): State {
  const version = parseVersion(options.version ?? '19.3.0-ee');
  const licensed = version.enterprise && (options.tier ?? 'premium') === 'premium';
  const device = { intervalSeconds: 5, lifeSeconds: 300, ...options.device };
  return createState({ baseUrl, version, licensed, device, now: options.now ?? Date.now });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/**
 * Starts an empty GitLab on a loopback port.
 * @throws Error when the port is taken or the version makes no sense
 */
export async function startSandboxGitLab(options: SandboxOptions = {}): Promise<SandboxGitLab> {
  const server = createServer();
  const url = await listen(server, options.port ?? 0);
  const state = stateFor(options, url);
  const oauth = createOAuth();
  const world = createWorld(state);
  const faults = createFaults();
  const requests: RecordedRequest[] = [];
  const unknown: string[] = [];
  const stopTimers = autoFinish(state);
  const courier = createCourier(state);
  state.deliver = (hook, event) => courier.deliver(hook, event);
  if (options.oauthApp) world.addOAuthApp(options.oauthApp);
  const handle = requestHandler({ state, oauth, world, routes: apiRoutes(state), faults, requests, unknown });
  server.on('request', (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  return {
    url,
    world,
    faults,
    requests,
    deliveries: courier.deliveries,
    unknown,
    async signIn(authorizeUrl, username) {
      const form = Object.fromEntries(new URL(authorizeUrl).searchParams);
      const user = userNamed(state, username);
      if (user.signedInAt === null || form.prompt === 'login') user.signedInAt = state.now();
      return grantCode(state, oauth, readAuthorize(state, form), user);
    },
    async stop() {
      stopTimers();
      courier.stop();
      await close(server);
    },
  };
}
