import type { Deployment } from '../../src/core/deployment.ts';
import { GitLabError } from '../../src/core/gitlab-error.ts';
import { ChannelId, MessageTs, ProjectId, SlackUserId } from '../../src/core/ids.ts';
import type { Phase } from '../../src/core/phase.ts';
import type { DeploymentQuery, GitLabApi, Page } from '../../src/core/ports/gitlab.ts';
import type { PublishRequest } from '../../src/core/ports/jobs.ts';
import type { Ports } from '../../src/core/ports/ports.ts';
import type { SlackMessages } from '../../src/core/ports/slack.ts';
import { publishCard } from '../../src/flows/publish-card.ts';
import { sweep } from '../../src/flows/sweep.ts';
import { aDeployment, anEnvironment, aProject } from './builders.ts';
import { startWorld } from './world.ts';

const CHANNEL = ChannelId.parse('C0SIMULATED');
const MAKER = SlackUserId.parse('U0MAKER');
const PACE = { hotMs: 15_000, warmMs: 60_000, coldMs: 600_000 };
const STEP_MS = 5_000;

interface Row {
  readonly deployment: Deployment;
  readonly project: number;
}

type Refusal = GitLabError | ((project: number) => GitLabError | undefined);

/** Real sweeps on real stores, between a list of deployments kept in memory and a made-up Slack, in simulated time. */
export interface Simulation {
  readonly ports: Ports;
  /** Requests to GitLab so far. */
  requests(): number;
  /** Phases the one message of a deployment showed in the end; more than one entry is a message too many. */
  shown(id: number): readonly Phase[];
  deployments(): readonly Deployment[];
  watch(project: number): Promise<void>;
  start(project: number): number;
  /** A failure turns up in the list so long after it happened. */
  failLate(project: number, lateMs: number): number;
  end(id: number, status: 'success' | 'failed' | 'canceled'): void;
  /** Ends a deployment between two pages of the next long list. */
  endWhileListed(id: number): void;
  setGitLabClock(byMs: number): void;
  setOurClock(byMs: number): void;
  /** What GitLab says until told otherwise; `undefined`: what it has. */
  gitLabSays(error: Refusal | undefined): void;
  /** What its record of every project says besides its id. */
  projectIs(changes: { readonly path?: string; readonly archived?: boolean }): void;
  /** Codes of the errors that people were told of directly. */
  readonly told: readonly string[];
  /** Lets time pass while no worker runs. */
  stand(ms: number): void;
  /** Lets time pass, with a sweep every few seconds. */
  pass(ms: number): Promise<void>;
}

export async function startSimulation(): Promise<Simulation> {
  const world = await startWorld({ settings: { ROLE: 'web' } });
  const { ports: real } = world.app();
  let passed = Date.now();
  let [ours, theirs] = [0, 0];
  let [requests, lastId, posted] = [0, 100, 0];
  let refusal: Refusal | undefined;
  let record: Parameters<Simulation['projectIs']>[0] = {};
  const told: string[] = [];
  const rows = new Map<number, Row>();
  const duringList: (() => void)[] = [];
  const messages = new Map<string, { id: number; phase: Phase }>();
  const waiting: PublishRequest[] = [];
  const theirNow = (): number => passed + theirs;

  const asked = (project: unknown): void => {
    requests += 1;
    const error = typeof refusal === 'function' ? refusal(Number(project)) : refusal;
    if (error !== undefined) throw error;
  };
  const change = (id: number, status: string): void => {
    const row = rows.get(id);
    if (row === undefined) throw new Error(`there is no deployment ${id}`);
    const updatedAt = new Date(theirNow()).toISOString();
    const job = row.deployment.job === null ? null : { ...row.deployment.job, status };
    rows.set(id, { ...row, deployment: { ...row.deployment, status, job, updatedAt } });
  };
  const add = (project: number, status: string, lateMs: number): number => {
    lastId += 1;
    const at = new Date(theirNow() - lateMs).toISOString();
    const environment = anEnvironment(`env-${lastId % 7}`, (lastId % 7) + 1);
    const times = { createdAt: at, updatedAt: at };
    const plain = { job: null, approval: undefined };
    rows.set(lastId, {
      project,
      deployment: aDeployment({ id: lastId, status, environment, ...plain, ...times }),
    });
    return lastId;
  };
  const list = async (project: number | string, query: DeploymentQuery = {}): Promise<Page<Deployment>> => {
    asked(project);
    const from = query.updatedAfter === undefined ? 0 : Date.parse(query.updatedAfter);
    const all = [...rows.values()]
      .filter((row) => row.project === project)
      .map((row) => row.deployment)
      .filter((row) => Date.parse(row.updatedAt) >= from)
      .filter((row) => query.status === undefined || row.status === query.status)
      .filter((row) => query.environment === undefined || row.environment.name === query.environment)
      .sort(
        (a, b) =>
          (query.orderBy === 'updated_at' ? Date.parse(a.updatedAt) - Date.parse(b.updatedAt) : 0) ||
          a.id - b.id,
      );
    if (query.sort === 'desc') all.reverse();
    const [size, page] = [query.perPage ?? 20, query.page ?? 1];
    const hasNext = all.length > page * size;
    if (hasNext) for (const act of duringList.splice(0)) act();
    const servedAt = Math.floor(theirNow() / 1_000) * 1_000;
    return {
      items: all.slice((page - 1) * size, page * size),
      next: hasNext ? page + 1 : undefined,
      servedAt,
    };
  };
  const get = async (project: unknown, id: number): Promise<Deployment> => {
    asked(project);
    const row = rows.get(id);
    if (row === undefined) throw new GitLabError('gitlab-not-found', { method: 'GET', pathTemplate: '' }, {});
    return row.deployment;
  };
  const watcher: GitLabApi = {
    ...real.watcher,
    deployments: { ...real.watcher.deployments, list, get },
    projects: {
      ...real.watcher.projects,
      get: async (project) => {
        asked(project);
        return aProject({ id: Number(project), path: `acme/app-${project}`, ...record });
      },
    },
  };
  const slack: SlackMessages = {
    ...real.messages,
    post: async (_place, post) => {
      posted += 1;
      const ts = MessageTs.parse(`1763724000.${String(posted).padStart(6, '0')}`);
      if (post.kind === 'card') messages.set(ts, { id: post.view.deployment.id, phase: post.view.phase });
      return ts;
    },
    update: async (_place, ts, post) => {
      if (post.kind === 'card') messages.set(ts, { id: post.view.deployment.id, phase: post.view.phase });
    },
    findRecent: async () => undefined,
  };
  const ports: Ports = {
    ...real,
    watcher,
    messages: slack,
    notices: {
      ...real.notices,
      direct: async (_person, notice) => void told.push(notice.kind === 'error' ? notice.code : notice.kind),
    },
    clock: { now: () => passed + ours },
    jobs: {
      ...real.jobs,
      publish: async (request) => void waiting.push(request),
      enrich: async () => undefined,
    },
    settings: { ...real.settings, pace: PACE },
  };
  return {
    ports,
    requests: () => requests,
    told,
    projectIs: (changes) => {
      record = changes;
    },
    shown: (id) => [...messages.values()].filter((message) => message.id === id).map(({ phase }) => phase),
    deployments: () => [...rows.values()].map(({ deployment }) => deployment),
    watch: async (id) => {
      const project = ProjectId.parse(id);
      const now = ports.clock.now();
      await ports.watches.put({
        team: ports.settings.team,
        channel: CHANNEL,
        project,
        projectPath: `acme/app-${id}`,
        environments: [],
        on: ['approvals', 'failed', 'succeeded', 'canceled'],
        madeBy: MAKER,
        madeAt: now,
      });
      await ports.polls.dueBy(project, now);
    },
    start: (project) => add(project, 'running', 0),
    failLate: (project, lateMs) => add(project, 'failed', lateMs),
    end: change,
    endWhileListed: (id) => void duringList.push(() => change(id, 'failed')),
    setGitLabClock: (byMs) => {
      theirs += byMs;
    },
    setOurClock: (byMs) => {
      ours += byMs;
    },
    gitLabSays: (error) => {
      refusal = error;
    },
    stand: (ms) => {
      passed += ms;
    },
    pass: async (ms) => {
      for (const end = passed + ms; passed < end; ) {
        passed += Math.min(STEP_MS, end - passed);
        await sweep(ports);
        for (const request of waiting.splice(0)) await publishCard(ports, request);
      }
    },
  };
}
