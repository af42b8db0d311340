import { interleaved, type Subject, samplesOf } from '../measure/rounds.ts';
import type { Sample } from '../measure/sample.ts';
import { cpuPerOp, typicalMs } from '../measure/sample.ts';
import { median } from '../measure/statistics.ts';
import { type Report, ratioRow } from '../report/row.ts';
import { numberOf } from '../report/table.ts';
import { type AppName, cpuOf, startLive } from '../run/apps.ts';
import type { Bench } from '../run/bench.ts';
import { commandForm } from '../world/command-form.ts';
import { sharedNow } from '../world/driver.ts';

const OURS = 'Slipway';
const BOLT = 'minimal Bolt';
const ROUNDS = 7;
const PACKAGES = {
  'imports of Slipway': [
    ...['@slack/bolt', '@slack/web-api', 'bullmq', 'ioredis', 'node-fetch'],
    ...['oauth4webapi', 'pino', 'prom-client', 'zod'],
  ],
  'imports of minimal Bolt': ['@slack/bolt', 'ioredis', 'node-fetch'],
  'node alone': [],
} as const;
type PackagesName = keyof typeof PACKAGES;

/** From starting the process to the first acknowledged command, on a Redis that runs already. */
export async function boot(bench: Bench): Promise<Report> {
  const packages: readonly PackagesName[] = ['imports of Slipway', 'imports of minimal Bolt', 'node alone'];
  const subjects = [
    starting(bench, OURS),
    starting(bench, BOLT),
    ...packages.map((name) => importing(bench, name)),
  ];
  await interleaved(subjects, 1, bench.random);
  const measured = await interleaved(subjects, bench.quick ? 1 : ROUNDS, bench.random);
  const pair = { what: 'first acknowledged command', ours: OURS, reference: BOLT };
  const imports = { what: 'loading', ours: packages[0] ?? '', reference: packages[1] ?? '' };
  const bound = { is: 'at most', ratio: 2 } as const;
  const ms = (name: string): string => numberOf(median(samplesOf(measured, name).map(typicalMs)));
  return {
    name: 'boot',
    title: 'Start: process started → first acknowledged command, Redis running already',
    rows: [
      ratioRow(measured, { ...pair, unit: 'ms CPU', metric: cpuPerOp }, bench),
      ratioRow(measured, { ...pair, unit: 'ms', metric: typicalMs, bound }, bench),
      ratioRow(measured, { ...imports, unit: 'ms', metric: typicalMs }, bench),
    ],
    notes: [`floor: an empty program ${ms('node alone')} ms`],
  };
}

function starting(bench: Bench, name: AppName): Subject {
  return {
    name,
    round: async (): Promise<Sample> => {
      const started = sharedNow();
      const app = await startLive(bench, name, commandForm('/slipway', 'help'));
      const cpuMs = await cpuOf(app.child);
      await app.child.stop();
      const took = app.readyAt - started;
      return { ops: 1, cpuMs, wallMs: took, each: [took] };
    },
  };
}

/** CPU is not asked for: the process is gone when it is done. */
function importing(bench: Bench, name: PackagesName): Subject {
  return {
    name,
    round: async () => {
      const started = sharedNow();
      const child = bench.start(['bench/apps/imports.js', ...PACKAGES[name]], { env: {}, metered: true });
      await child.ended();
      const took = sharedNow() - started;
      return { ops: 1, cpuMs: Number.NaN, wallMs: took, each: [took] };
    },
  };
}
