// Looking once at every project: Slipway's own sweep on its real stores, or a bare loop of requests.
import { z } from 'zod';
import { type RunningApp, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { ChannelId, ProjectId, SlackUserId } from '../../src/core/ids.ts';
import type { Ports } from '../../src/core/ports/ports.ts';
import { sweep } from '../../src/flows/sweep.ts';
import { createLog } from '../../src/log.ts';
import { variable } from '../apps/environment.ts';
import type { Sample } from '../measure/sample.ts';
import { serveCalls } from '../run/calls.ts';
import { CHANNEL, KIM } from '../world/tiny-slack.ts';
import { asOne } from './measured.ts';
import { type ReadJson, withNodeFetch, withRawHttp } from './read-json.ts';

/** As many requests in flight as a sweep allows itself. */
const IN_FLIGHT = 20;
const FIRST_PROJECT = 1_000;
const WATERMARK = '2026-08-11T11:32:48.114Z';

/** Looks at every project once. */
type Sweep = () => Promise<Sample>;

const count = Number(variable('PROJECTS'));
const projects = Array.from({ length: count }, (_none, at) => ProjectId.parse(FIRST_PROJECT + at));

/** The projects are watched, known and quiet: the usual state of nearly all of them. */
async function slipway(): Promise<Sweep> {
  const { ports } = await startWeb();
  for (let from = 0; from < count; from += 100) {
    await Promise.all(projects.slice(from, from + 100).map((project) => watchQuiet(ports, project)));
  }
  return async () => {
    await Promise.all(projects.map((project) => ports.polls.dueBy(project, 1)));
    return asOne(count, async () => {
      const polled = await sweep(ports);
      if (polled !== count) throw new Error(`${polled} of ${count} projects were polled`);
    });
  };
}

/** The real app, but without its own workers: the benchmark decides when to sweep. */
function startWeb(): Promise<RunningApp> {
  const read = readConfig({ ...process.env, ROLE: 'web' });
  if (!read.ok) throw new Error(read.problems.map(({ variable: { name } }) => name).join(', '));
  return startApp(read.config, { log: createLog('warn') });
}

async function watchQuiet(ports: Ports, project: ProjectId): Promise<void> {
  await ports.watches.put({
    team: ports.settings.team,
    channel: ChannelId.parse(CHANNEL),
    project,
    projectPath: `acme/app-${project}`,
    environments: ['production'],
    on: ['approvals', 'failed'],
    madeBy: SlackUserId.parse(KIM),
    madeAt: 1,
  });
  await ports.polls.dueBy(project, 1);
  const state = { watermark: Date.parse(WATERMARK), seen: {}, failures: 0, changedAt: 1, watches: [] };
  await ports.polls.finish(project, { at: 1, state });
}

function loop(read: ReadJson): Sweep {
  const from = encodeURIComponent(WATERMARK);
  const query = `order_by=updated_at&sort=asc&updated_after=${from}&page=1&per_page=100`;
  const base = `${variable('GITLAB_URL')}/api/v4/projects`;
  const walk = async (left: Iterator<ProjectId>): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) {
      await read(`${base}/${next.value}/deployments?${query}`);
    }
  };
  return () =>
    asOne(count, () => {
      const left = projects.values();
      return Promise.all(Array.from({ length: IN_FLIGHT }, () => walk(left)));
    });
}

const WAYS: Readonly<Record<string, () => Sweep | Promise<Sweep>>> = {
  Slipway: slipway,
  'node-fetch': () => loop(withNodeFetch),
  'raw http': () => loop(withRawHttp),
};

const ready = WAYS[process.argv[2] ?? '']?.();
const Order = z.object({ times: z.number() });

serveCalls({
  /** Sweeps so many times in a row, as one sample. */
  round: async (argument) => {
    const run = await ready;
    if (run === undefined) throw new Error(`no way to sweep named ${process.argv[2]}`);
    const samples: Sample[] = [];
    for (let at = 0; at < Order.parse(argument).times; at += 1) samples.push(await run());
    const sum = (of: (sample: Sample) => number): number => samples.reduce((all, one) => all + of(one), 0);
    return {
      ops: sum((one) => one.ops),
      cpuMs: sum((one) => one.cpuMs),
      wallMs: sum((one) => one.wallMs),
      each: [],
    };
  },
});
