import { interleaved, type Measured, samplesOf } from '../measure/rounds.ts';
import { cpuPerOp, typicalMs } from '../measure/sample.ts';
import { median } from '../measure/statistics.ts';
import { type Report, type Row, ratioRow, tailRow } from '../report/row.ts';
import { numberOf } from '../report/table.ts';
import { driven, type LiveApp, startLive } from '../run/apps.ts';
import type { Bench } from '../run/bench.ts';
import { furnish } from '../run/furnish.ts';
import { commandForm } from '../world/command-form.ts';
import { SHOP } from '../world/rows.ts';

const OURS = 'Slipway';
const BOLT = 'minimal Bolt';
const FLOOR = 'raw http';
const ROUNDS = 9;
const WATCHES = commandForm('/slipway', 'watches');
const LIST = commandForm('/deploy', `list ${SHOP.path}`);

/** A slash command until its first visible answer. */
export async function command(bench: Bench): Promise<Report> {
  const apps = await Promise.all(
    ([OURS, BOLT, FLOOR] as const).map((name) => startLive(bench, name, WATCHES)),
  );
  for (const app of apps) if (app.name === OURS) await furnish(app.env);
  const watches = await rounds(bench, apps, WATCHES);
  const list = await rounds(bench, apps, LIST);
  await Promise.all(apps.map(({ child }) => child.stop()));
  return {
    name: 'command',
    title: 'Slash command: signed request → first visible answer',
    rows: [...rowsOf(bench, 'reads the store', watches), ...rowsOf(bench, 'reads GitLab', list)],
    notes: [floorOf('reads the store', watches), floorOf('reads GitLab', list)],
  };
}

async function rounds(
  bench: Bench,
  apps: readonly LiveApp[],
  form: Record<string, string>,
): Promise<Measured> {
  const order = { form, until: 'reply', quietMs: 0 } as const;
  const subjects = (count: number) => apps.map((app) => driven(bench, app, { ...order, count }));
  await interleaved(subjects(bench.quick ? 3 : 120), bench.quick ? 1 : 2, bench.random);
  return interleaved(subjects(bench.quick ? 5 : 120), bench.quick ? 2 : ROUNDS, bench.random);
}

function rowsOf(bench: Bench, what: string, measured: Measured): Row[] {
  const pair = { what, ours: OURS, reference: BOLT };
  return [
    ratioRow(measured, { ...pair, unit: 'ms CPU', metric: cpuPerOp }, bench),
    ratioRow(measured, { ...pair, unit: 'ms p50', metric: typicalMs }, bench),
    tailRow(measured, { ...pair, unit: 'ms p99', quantile: 0.99 }),
  ];
}

function floorOf(what: string, measured: Measured): string {
  const floor = samplesOf(measured, FLOOR);
  const [cpu, ms] = [median(floor.map(cpuPerOp)), median(floor.map(typicalMs))];
  return `floor, ${what}: raw http ${numberOf(cpu)} ms CPU, ${numberOf(ms)} ms p50`;
}
