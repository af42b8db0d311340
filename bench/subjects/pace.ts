// Hours of polling in simulated time: real sweeps on real stores, and a list of deployments kept in memory.
import { z } from 'zod';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Deployment } from '../../src/core/deployment.ts';
import { seenRow } from '../../src/core/fingerprint.ts';
import { ChannelId, DeploymentId, EnvironmentId, ProjectId, SlackUserId } from '../../src/core/ids.ts';
import type { GitLabApi } from '../../src/core/ports/gitlab.ts';
import type { Ports } from '../../src/core/ports/ports.ts';
import type { Watch } from '../../src/core/watch.ts';
import { nameOf } from '../../src/flows/look-at-project.ts';
import { sweep } from '../../src/flows/sweep.ts';
import { createLog } from '../../src/log.ts';
import { variable } from '../apps/environment.ts';
import { seededRandom } from '../measure/random.ts';
import { serveCalls } from '../run/calls.ts';
import { CHANNEL, KIM } from '../world/tiny-slack.ts';

const PERIOD_MS = 60_000;
const STEP_MS = 500;
const PERIODS = 4;
const count = Number(variable('PROJECTS'));
const changes = Math.min(count, 400);
const random = seededRandom(1);

const row = (id: number, at: number): Deployment => ({
  id: DeploymentId.parse(id),
  iid: id,
  ref: 'main',
  sha: '99d03678b90d914dbb1b109132516d71a4a03ea8',
  status: 'success',
  createdAt: new Date(at).toISOString(),
  updatedAt: new Date(at).toISOString(),
  requestedBy: null,
  environment: { id: EnvironmentId.parse(1), name: 'production', externalUrl: null },
  job: null,
  approval: undefined,
});

async function run() {
  const read = readConfig({ ...process.env, ROLE: 'web' });
  if (!read.ok) throw new Error(read.problems.map(({ variable: { name } }) => name).join(', '));
  const { ports: real } = await startApp(read.config, { log: createLog('warn') });
  const start = Date.now();
  let now = start;
  let lists = 0;
  const newest = new Map<number, Deployment>();
  const noticed = new Map<number, number>();
  const bytesBefore = (await real.inspection.server()).usedBytes ?? 0;
  const ports: Ports = {
    ...real,
    clock: { now: () => now },
    watcher: watcherOf(real.watcher, newest, () => {
      lists += 1;
    }),
    jobs: {
      ...real.jobs,
      publish: ({ deployment }) => {
        if (!noticed.has(deployment)) noticed.set(deployment, now);
        return Promise.resolve();
      },
    },
    settings: { ...real.settings, pace: { hotMs: 15_000, warmMs: PERIOD_MS, coldMs: PERIOD_MS } },
  };
  for (let at = 0; at < count; at += 1) await watch(ports, ProjectId.parse(1_000 + at), start);
  const bytes = ((await real.inspection.server()).usedBytes ?? 0) - bytesBefore;
  const plan = Array.from({ length: changes }, (_none, at) => ({
    at: start + PERIOD_MS * (1.5 + 1.2 * random()),
    project: 1_000 + Math.floor((at * count) / changes),
    id: 10_000 + at,
  })).sort((a, b) => a.at - b.at);
  let polls = 0;
  for (let next = 0; now < start + PERIODS * PERIOD_MS; now += STEP_MS) {
    for (let one = plan[next]; one !== undefined && one.at <= now; one = plan[next]) {
      newest.set(one.project, row(one.id, one.at));
      next += 1;
    }
    polls += await sweep(ports);
  }
  const delays = plan.flatMap(({ id, at }) => {
    const seen = noticed.get(id);
    return seen === undefined ? [] : [seen - at];
  });
  return { delays, missed: changes - delays.length, polls, lists, bytes };
}

function watcherOf(real: GitLabApi, newest: ReadonlyMap<number, Deployment>, onList: () => void): GitLabApi {
  return {
    ...real,
    deployments: {
      ...real.deployments,
      list: (project, { updatedAfter } = {}) => {
        onList();
        const one = newest.get(Number(project));
        const isNews = one !== undefined && (updatedAfter === undefined || one.updatedAt >= updatedAfter);
        return Promise.resolve({ items: isNews ? [one] : [], next: undefined });
      },
      get: (project) => {
        const one = newest.get(Number(project));
        return one === undefined ? Promise.reject(new Error('no deployment')) : Promise.resolve(one);
      },
    },
  };
}

/** Known and quiet, and due at some moment of the period. */
async function watch(ports: Ports, project: ProjectId, now: number): Promise<void> {
  const team = ports.settings.team;
  const channel = ChannelId.parse(CHANNEL);
  const watch: Watch = {
    team,
    channel,
    project,
    projectPath: `acme/app-${project}`,
    environments: ['production'],
    on: ['approvals', 'failed', 'succeeded'],
    madeBy: SlackUserId.parse(KIM),
    madeAt: now,
  };
  await ports.watches.put(watch);
  const at = now + PERIOD_MS * random();
  await ports.polls.dueBy(project, at);
  const watermark = now - 86_400_000;
  // As a project has it that deployed yesterday: its newest deployment is remembered.
  const state = {
    watermark,
    seen: { 9000000: seenRow(row(9_000_000, watermark)) },
    failures: 0,
    changedAt: watermark,
    watches: [nameOf(watch)],
    lookedAt: now,
    servedAt: now,
    factsAt: now,
    archived: false,
  };
  await ports.polls.finish(project, { at, note: { pace: 'cold', failures: 0 }, state });
}

serveCalls({ run: (argument) => z.null().parse(argument) ?? run() });
