import { interleaved, type Measured, samplesOf } from '../measure/rounds.ts';
import { cpuPerOp, Sample, typicalMs } from '../measure/sample.ts';
import { median } from '../measure/statistics.ts';
import { type Report, type Row, ratioRow } from '../report/row.ts';
import { numberOf } from '../report/table.ts';
import type { Bench } from '../run/bench.ts';

const OURS = 'Slipway';
const FETCH = 'node-fetch';
const GITBEAKER = 'gitbeaker';
const FLOOR = 'raw http';
const ROUNDS = 15;

/** Listing deployments through Slipway's adapter, with node-fetch alone, and with @gitbeaker/rest. */
export async function adapter(bench: Bench): Promise<Report> {
  const names = [OURS, FETCH, GITBEAKER, FLOOR];
  const env = bench.environment(await bench.freePort());
  const children = names.map((name) => ({
    name,
    child: bench.start(['bench/subjects/adapter.js', name], { env, metered: false }),
  }));
  const rounds = async (empty: boolean, count: number): Promise<Measured> => {
    const subjects = children.map(({ name, child }) => ({
      name,
      round: () => child.call('round', { empty, count: bench.quick ? 3 : count }, Sample),
    }));
    await interleaved(subjects, bench.quick ? 1 : 2, bench.random);
    return interleaved(subjects, bench.quick ? 2 : ROUNDS, bench.random);
  };
  const full = await rounds(false, 80);
  const empty = await rounds(true, 300);
  await Promise.all(children.map(({ child }) => child.stop()));
  return {
    name: 'adapter',
    title: 'GitLab adapter: listing deployments',
    rows: [...rowsOf(bench, '100 deployments', full), ...rowsOf(bench, 'no deployments', empty)],
    notes: [floorOf('100 deployments', full), floorOf('no deployments', empty)],
  };
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
