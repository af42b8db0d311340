import { interleaved, type Measured, samplesOf } from '../measure/rounds.ts';
import { cpuPerOp, typicalMs } from '../measure/sample.ts';
import { median } from '../measure/statistics.ts';
import { type Report, ratioRow, tailRow } from '../report/row.ts';
import { numberOf } from '../report/table.ts';
import { driven, startLive } from '../run/apps.ts';
import type { Bench } from '../run/bench.ts';
import { furnish } from '../run/furnish.ts';
import { commandForm } from '../world/command-form.ts';

const OURS = 'Slipway';
const TRUSTING = 'trusting Slipway';
const ROUNDS = 7;
/** While a click is still being answered, the next one is the same wish again, and nothing would arrive. */
const QUIET_MS = 100;

/** What verification, vault and audit trail add to a click. */
export async function security(bench: Bench): Promise<Report> {
  const measured = await clicks(bench);
  const pair = { what: 'a click', ours: OURS, reference: TRUSTING };
  const bound = { is: 'at most', ratio: 1.25 } as const;
  return {
    name: 'security',
    title: 'Security: a click with verification, vault and audit trail, and without them',
    rows: [
      ratioRow(measured, { ...pair, unit: 'ms p50', metric: typicalMs, bound }, bench),
      tailRow(measured, { ...pair, unit: 'ms p99', quantile: 0.99 }),
      ratioRow(measured, { ...pair, unit: 'ms CPU', metric: cpuPerOp, bound }, bench),
    ],
    notes: [`they add ${numberOf(added(measured))} ms to a click's p50`],
  };
}

async function clicks(bench: Bench): Promise<Measured> {
  const help = commandForm('/slipway', 'help');
  const apps = await Promise.all(([OURS, TRUSTING] as const).map((name) => startLive(bench, name, help)));
  const ordered = await Promise.all(apps.map(async (app) => ({ app, payload: await furnish(app.env) })));
  const subjects = (count: number) =>
    ordered.map(({ app, payload }) =>
      driven(bench, app, { form: {}, payload, until: 'approval', quietMs: QUIET_MS, count }),
    );
  await interleaved(subjects(bench.quick ? 2 : 20), bench.quick ? 1 : 2, bench.random);
  const measured = await interleaved(subjects(bench.quick ? 3 : 15), bench.quick ? 2 : ROUNDS, bench.random);
  await Promise.all(apps.map(({ child }) => child.stop()));
  return measured;
}

const added = (measured: Measured): number =>
  median(samplesOf(measured, OURS).map(typicalMs)) - median(samplesOf(measured, TRUSTING).map(typicalMs));
