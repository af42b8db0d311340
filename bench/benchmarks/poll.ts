import { z } from 'zod';
import { interleaved, type Measured, type Subject, samplesOf } from '../measure/rounds.ts';
import { cpuPerOp, perSecond, Sample } from '../measure/sample.ts';
import { median } from '../measure/statistics.ts';
import { type Report, type Row, ratioRow } from '../report/row.ts';
import { numberOf } from '../report/table.ts';
import type { Bench } from '../run/bench.ts';
import type { Child } from '../run/child-process.ts';

const OURS = 'Slipway';
const FETCH = 'node-fetch';
const FLOOR = 'raw http';
const ROUNDS = 7;
const FEW = 'with 100 projects';
const MANY = 'with 10,000 projects';

/** A look at every due project, compared with a loop that only sends the requests; and its cost as projects grow. */
export async function poll(bench: Bench): Promise<Report> {
  const count = bench.quick ? 40 : 500;
  const sweepers = await Promise.all(
    [OURS, FETCH, FLOOR].map(async (name) => ({ name, child: await startSweeper(bench, name, count) })),
  );
  const subjects = sweepers.map(({ name, child }) => sweeping(name, child, 1));
  const fast = await rounds(bench, subjects, { ms: 0, spreadMs: 0 });
  const slow = await rounds(bench, subjects, { ms: 30, spreadMs: 20 });
  await Promise.all(sweepers.map(({ child }) => child.stop()));
  return {
    name: 'poll',
    title: `Poll engine: a sweep over ${count} quiet projects, 20 requests in flight`,
    rows: [
      ...rowsOf(bench, 'GitLab answers at once', fast),
      ...rowsOf(bench, 'GitLab answers in 10–50 ms', slow),
      await growth(bench),
    ],
    notes: [`floor: raw http ${numberOf(median(samplesOf(fast, FLOOR).map(perSecond)))} projects/s`],
  };
}

async function startSweeper(bench: Bench, name: string, projects: number): Promise<Child> {
  const env = { ...bench.environment(await bench.freePort()), PROJECTS: String(projects) };
  return bench.start(['bench/subjects/poll.js', name], { env, metered: false });
}

const sweeping = (name: string, child: Child, times: number): Subject => ({
  name,
  round: () => child.call('round', { times }, Sample),
});

async function rounds(
  bench: Bench,
  subjects: readonly Subject[],
  delay: { ms: number; spreadMs: number },
): Promise<Measured> {
  await bench.world.call('delay', delay, z.null());
  await interleaved(subjects, bench.quick ? 1 : 2, bench.random);
  const measured = await interleaved(subjects, bench.quick ? 2 : ROUNDS, bench.random);
  await bench.world.call('delay', { ms: 0, spreadMs: 0 }, z.null());
  return measured;
}

function rowsOf(bench: Bench, what: string, measured: Measured): Row[] {
  const pair = { what, ours: OURS, reference: FETCH };
  const bound = { is: 'at least', ratio: 0.9 } as const;
  return [
    ratioRow(measured, { ...pair, unit: 'projects/s', metric: perSecond, bound }, bench),
    ratioRow(measured, { ...pair, unit: 'ms CPU', metric: cpuPerOp }, bench),
  ];
}

/** Polls over few projects, again and again, and over many. */
async function growth(bench: Bench): Promise<Row> {
  const [few, many] = bench.quick ? [5, 40] : [100, 10_000];
  const children = await Promise.all([few, many].map((count) => startSweeper(bench, OURS, count)));
  const [first, second] = children;
  if (first === undefined || second === undefined) throw new Error('two sweepers were started');
  const subjects = [sweeping(FEW, first, bench.quick ? 1 : 20), sweeping(MANY, second, 1)];
  await interleaved(subjects, 1, bench.random);
  const measured = await interleaved(subjects, bench.quick ? 2 : ROUNDS, bench.random);
  await Promise.all(children.map((child) => child.stop()));
  const pair = { what: 'cost of a poll', ours: MANY, reference: FEW, unit: 'ms CPU', metric: cpuPerOp };
  return ratioRow(measured, { ...pair, bound: { is: 'at most', ratio: 1.3 } }, bench);
}
