import { z } from 'zod';
import { interleaved, type Measured, samplesOf } from '../measure/rounds.ts';
import { cpuPerOp, typicalMs } from '../measure/sample.ts';
import { median } from '../measure/statistics.ts';
import { type Report, type Row, ratioRow, tailRow } from '../report/row.ts';
import { numberOf } from '../report/table.ts';
import { driven, type LiveApp, startLive } from '../run/apps.ts';
import type { Bench } from '../run/bench.ts';
import { furnish } from '../run/furnish.ts';
import { commandForm } from '../world/command-form.ts';

const OURS = 'Slipway';
const BOLT = 'minimal Bolt';
const FLOOR = 'raw http';
const ROUNDS = 7;

/** A click on *Approve* until the approval arrives at GitLab. */
export async function click(bench: Bench): Promise<Report> {
  const help = commandForm('/slipway', 'help');
  const apps = await Promise.all(([OURS, BOLT, FLOOR] as const).map((name) => startLive(bench, name, help)));
  const [slipway] = apps;
  if (slipway === undefined) throw new Error('Slipway was started');
  const payload = await furnish(slipway.env);
  const fast = await rounds(bench, apps, payload, 0);
  const slow = await rounds(bench, apps, payload, 30);
  await Promise.all(apps.map(({ child }) => child.stop()));
  return {
    name: 'click',
    title: 'Click: signed request → the approval arrives at GitLab',
    rows: [
      ...rowsOf(bench, 'GitLab answers at once', fast),
      ...rowsOf(bench, 'GitLab answers in 30 ms', slow),
    ],
    notes: [
      ...notesOf('GitLab answers at once', fast),
      ...notesOf('GitLab answers in 30 ms', slow),
      'CPU is that of the whole click: Slipway also reads again, writes the trail, tells the person and checks the card',
    ],
  };
}

async function rounds(
  bench: Bench,
  apps: readonly LiveApp[],
  payload: Record<string, unknown>,
  ms: number,
): Promise<Measured> {
  await bench.world.call('delay', { ms, spreadMs: 0 }, z.null());
  const order = { form: {}, payload, until: 'approval', quietMs: ms + 12 } as const;
  const subjects = (count: number) => apps.map((app) => driven(bench, app, { ...order, count }));
  await interleaved(subjects(bench.quick ? 2 : ms > 0 ? 5 : 80), bench.quick ? 1 : 2, bench.random);
  const count = bench.quick ? 3 : ms > 0 ? 15 : 40;
  const measured = await interleaved(subjects(count), bench.quick ? 2 : ROUNDS, bench.random);
  await bench.world.call('delay', { ms: 0, spreadMs: 0 }, z.null());
  return measured;
}

function rowsOf(bench: Bench, what: string, measured: Measured): Row[] {
  const pair = { what, ours: OURS, reference: BOLT };
  const bound = { is: 'at most', ratio: 1.5 } as const;
  return [
    ratioRow(measured, { ...pair, unit: 'ms p50', metric: typicalMs, bound }, bench),
    tailRow(measured, { ...pair, unit: 'ms p99', quantile: 0.99 }),
    ratioRow(measured, { ...pair, unit: 'ms CPU', metric: cpuPerOp }, bench),
  ];
}

function notesOf(what: string, measured: Measured): string[] {
  const [ours, bolt, floor] = [OURS, BOLT, FLOOR].map((name) =>
    median(samplesOf(measured, name).map(typicalMs)),
  );
  const more = (ours ?? Number.NaN) - (bolt ?? Number.NaN);
  return [
    `${what}: Slipway takes ${numberOf(more)} ms more; floor: raw http ${numberOf(floor ?? Number.NaN)} ms p50`,
  ];
}
