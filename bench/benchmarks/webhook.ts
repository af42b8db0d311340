import { interleaved, type Subject, samplesOf } from '../measure/rounds.ts';
import { cpuPerOp, type Sample, typicalMs } from '../measure/sample.ts';
import { quantile } from '../measure/statistics.ts';
import { type Report, ratioRow, tailRow } from '../report/row.ts';
import { numberOf } from '../report/table.ts';
import { cpuOf, type LiveApp, startLive } from '../run/apps.ts';
import type { Bench } from '../run/bench.ts';
import { furnishWatches } from '../run/furnish-watches.ts';
import { commandForm } from '../world/command-form.ts';
import { Driven } from '../world/driver.ts';

const OURS = 'Slipway';
const BARE = 'bare script';
const ROUNDS = 7;

/** An event of GitLab's until its card is posted. */
export async function webhook(bench: Bench): Promise<Report> {
  const help = commandForm('/slipway', 'help');
  const apps = await Promise.all(([OURS, BARE] as const).map((name) => startLive(bench, name, help)));
  const [slipway] = apps;
  if (slipway === undefined) throw new Error('Slipway was started');
  await furnishWatches(slipway.env);
  const subjects = (count: number) => apps.map((app) => hooked(bench, app, count));
  await interleaved(subjects(bench.quick ? 2 : 40), 1, bench.random);
  const measured = await interleaved(subjects(bench.quick ? 3 : 40), bench.quick ? 2 : ROUNDS, bench.random);
  await Promise.all(apps.map(({ child }) => child.stop()));
  const pair = { what: 'a card', ours: OURS, reference: BARE };
  const p99 = quantile(
    samplesOf(measured, OURS).flatMap(({ each }) => each),
    0.99,
  );
  return {
    name: 'webhook',
    title: 'Webhook: an event → its message arrives at Slack',
    rows: [
      ratioRow(
        measured,
        { ...pair, unit: 'ms p50', metric: typicalMs, bound: { is: 'at most', ratio: 2 } },
        bench,
      ),
      tailRow(measured, { ...pair, unit: 'ms p99', quantile: 0.99 }),
      ratioRow(measured, { ...pair, unit: 'ms CPU', metric: cpuPerOp }, bench),
    ],
    notes: [`p99 of Slipway: ${numberOf(p99)} ms, to be below 500 ms`],
  };
}

const hooked = (bench: Bench, app: LiveApp, count: number): Subject => ({
  name: app.name,
  round: async (): Promise<Sample> => {
    const before = await cpuOf(app.child);
    const started = performance.now();
    const { each } = await bench.world.call('driveHooks', { port: app.port, count, restMs: 20 }, Driven);
    const wallMs = performance.now() - started;
    return { ops: count, cpuMs: (await cpuOf(app.child)) - before, wallMs, each };
  },
});
