import { interleaved, joined, type Measured, type Subject, samplesOf } from '../measure/rounds.ts';
import { cpuPerOp, Sample, typicalMs } from '../measure/sample.ts';
import { median } from '../measure/statistics.ts';
import { type Report, type Row, ratioRow } from '../report/row.ts';
import { numberOf } from '../report/table.ts';
import type { Bench } from '../run/bench.ts';

const OURS = 'Slipway';
const FETCH = 'node-fetch';
const GITBEAKER = 'gitbeaker';
const FLOOR = 'raw http';
const NAMES = [OURS, FETCH, GITBEAKER, FLOOR];

/**
 * How many times every subject is started anew. What the compiler makes of the same code differs by a tenth from one
 * process to the next, which more rounds in one process would only repeat.
 */
const GENERATIONS = 5;
const ROUNDS = 8;

/** What is listed, and how many times: `warmUp` until the compiler has settled, `count` in each round. */
interface Listing {
  readonly empty: boolean;
  readonly warmUp: number;
  readonly count: number;
}
const FULL: Listing = { empty: false, warmUp: 100, count: 25 };
const EMPTY: Listing = { empty: true, warmUp: 800, count: 100 };

/** Listing deployments through Slipway's adapter, with node-fetch alone, and with @gitbeaker/rest. */
export async function adapter(bench: Bench): Promise<Report> {
  const generations: { full: Measured; empty: Measured }[] = [];
  for (let at = 0; at < (bench.quick ? 1 : GENERATIONS); at += 1) generations.push(await generation(bench));
  const full = joined(generations.map((one) => one.full));
  const empty = joined(generations.map((one) => one.empty));
  return {
    name: 'adapter',
    title: 'GitLab adapter: listing deployments',
    rows: [...rowsOf(bench, '100 deployments', full), ...rowsOf(bench, 'no deployments', empty)],
    notes: [floorOf('100 deployments', full), floorOf('no deployments', empty)],
  };
}

async function generation(bench: Bench): Promise<{ full: Measured; empty: Measured }> {
  const env = bench.environment(await bench.freePort());
  const children = NAMES.map((name) => ({
    name,
    child: bench.start(['bench/subjects/adapter.js', name], { env, metered: false }),
  }));
  const rounds = async ({ empty, warmUp, count }: Listing): Promise<Measured> => {
    const subjects = (calls: number): Subject[] =>
      children.map(({ name, child }) => ({
        name,
        round: () => child.call('round', { empty, count: bench.quick ? 3 : calls }, Sample),
      }));
    await interleaved(subjects(warmUp), 1, bench.random);
    return interleaved(subjects(count), bench.quick ? 2 : ROUNDS, bench.random);
  };
  const measured = { full: await rounds(FULL), empty: await rounds(EMPTY) };
  await Promise.all(children.map(({ child }) => child.stop()));
  return measured;
}

function rowsOf(bench: Bench, what: string, measured: Measured): Row[] {
  const cpu = { what, unit: 'ms CPU', ours: OURS, metric: cpuPerOp };
  return [
    ratioRow(measured, { ...cpu, reference: FETCH, bound: { is: 'at most', ratio: 1.25 } }, bench),
    ratioRow(measured, { ...cpu, reference: GITBEAKER, bound: { is: 'at most', ratio: 1 } }, bench),
    ratioRow(measured, { what, unit: 'ms p50', ours: OURS, reference: FETCH, metric: typicalMs }, bench),
  ];
}

const floorOf = (what: string, measured: Measured): string =>
  `floor, ${what}: raw http ${numberOf(median(samplesOf(measured, FLOOR).map(cpuPerOp)))} ms CPU`;
