import type { Approval, Deployment, Environment, Job, Pipeline } from './delivery-records.ts';
import type { Hook, HookEvent } from './hook-records.ts';
import type { Group, OAuthApp, Token, User } from './people-records.ts';
import type { FreezePeriod, MergeRequest, Project } from './project-records.ts';
import type { Version } from './version.ts';

/** First ids. Jobs start above 2^32, so that a client with 32-bit columns is found out. */
const FIRST_ID = {
  user: 1,
  group: 20,
  project: 101,
  environment: 901,
  pipeline: 80_001,
  job: 4_711_000_001,
  deployment: 4_711,
  approval: 1,
  rule: 501,
  mergeRequest: 30_001,
  freezePeriod: 1,
  token: 1,
  hook: 301,
};
type IdKind = keyof typeof FIRST_ID;

export interface State {
  /** `http://127.0.0.1:PORT`, what every link starts with */
  readonly baseUrl: string;
  readonly version: Version;
  /** Whether Premium features are licensed. */
  readonly licensed: boolean;
  /** epoch ms */
  readonly now: () => number;
  /** Of the device authorization grant. */
  readonly device: { readonly intervalSeconds: number; readonly lifeSeconds: number };
  readonly users: Map<number, User>;
  readonly groups: Map<number, Group>;
  readonly projects: Map<number, Project>;
  readonly environments: Map<number, Environment>;
  readonly pipelines: Map<number, Pipeline>;
  readonly jobs: Map<number, Job>;
  readonly deployments: Map<number, Deployment>;
  readonly approvals: Approval[];
  readonly mergeRequests: Map<number, MergeRequest>;
  readonly freezePeriods: FreezePeriod[];
  readonly tokens: Token[];
  readonly oauthApps: OAuthApp[];
  /** ms a queued job takes for each of pending → running → success; undefined: until somebody moves it */
  autoFinishAfterMs: number | undefined;
  /** Told of every job that was queued, so that the demo can finish it on a timer. */
  readonly onQueued: Set<(job: Job) => void>;
  readonly hooks: Map<number, Hook>;
  /** Told of everything a hook may want to hear of. */
  readonly onHookEvent: Set<(event: HookEvent) => void>;
  /** Delivers to one hook whatever its state; set once the server runs. */
  deliver: (hook: Hook, event: HookEvent) => Promise<{ status: number; body: string }>;
  /** Times a hook was tested, epoch ms, by whom and where. */
  readonly hookTests: Map<string, readonly number[]>;
  /** An administrator's setting: whether hooks may lead to this machine or network. */
  allowLocalHooks: boolean;
  nextId(kind: IdKind): number;
}

/** An empty GitLab. */
export function createState(
  start: Pick<State, 'baseUrl' | 'version' | 'licensed' | 'now' | 'device'>,
): State {
  const next = { ...FIRST_ID };
  return {
    ...start,
    users: new Map(),
    groups: new Map(),
    projects: new Map(),
    environments: new Map(),
    pipelines: new Map(),
    jobs: new Map(),
    deployments: new Map(),
    approvals: [],
    mergeRequests: new Map(),
    freezePeriods: [],
    tokens: [],
    oauthApps: [],
    autoFinishAfterMs: undefined,
    onQueued: new Set(),
    hooks: new Map(),
    onHookEvent: new Set(),
    deliver: () => Promise.reject(new Error('the sandbox GitLab delivers nothing yet')),
    hookTests: new Map(),
    allowLocalHooks: true,
    nextId(kind) {
      const id = next[kind];
      next[kind] = id + 1;
      return id;
    },
  };
}

/** The sandbox's clock as GitLab prints a time. */
export function timestamp(state: Pick<State, 'now'>): string {
  return new Date(state.now()).toISOString();
}
