import { z } from 'zod';
import { quantile } from '../measure/statistics.ts';
import type { Bound, Report, Row } from '../report/row.ts';
import { numberOf } from '../report/table.ts';
import type { Bench } from '../run/bench.ts';

const PERIOD_MS = 60_000;
const KIBIBYTES_PER_THOUSAND = 500;

const Outcome = z.object({
  delays: z.array(z.number()),
  missed: z.number(),
  polls: z.number(),
  lists: z.number(),
  bytes: z.number(),
});
type Outcome = z.infer<typeof Outcome>;

/** How soon a change is noticed, what that costs in requests and memory, with few projects and with many. */
export async function pace(bench: Bench): Promise<Report> {
  const [few, many] = bench.quick ? [20, 40] : [1_000, 10_000];
  const first = await simulate(bench, few);
  const second = await simulate(bench, many);
  const rowOf = rowsUnder(bench);
  return {
    name: 'pace',
    title: `Watching: four poll periods of ${PERIOD_MS / 1_000} s in simulated time`,
    rows: [
      ...delayRows(rowOf, few, first),
      ...delayRows(rowOf, many, second),
      rowOf(`requests a poll, ${many} projects`, '', second.lists / second.polls, 1, 1.02),
      rowOf(
        'Redis for 1,000 projects / allowed',
        'KiB',
        (second.bytes / 1_024 / many) * 1_000,
        KIBIBYTES_PER_THOUSAND,
        1,
      ),
    ],
    notes: [`${numberOf(second.polls)} polls; changes that were missed: ${first.missed + second.missed}`],
  };
}

async function simulate(bench: Bench, projects: number): Promise<Outcome> {
  const env = { ...bench.environment(await bench.freePort()), PROJECTS: String(projects) };
  const child = bench.start(['bench/subjects/pace.js'], { env, metered: false });
  const outcome = await child.call('run', null, Outcome);
  await child.stop();
  if (outcome.missed > 0) throw new Error(`${outcome.missed} changes were missed with ${projects} projects`);
  return outcome;
}

type RowOf = (what: string, unit: string, ours: number, reference: number, most: number) => Row;

/** A figure against a fixed one: the clock is simulated and the chance seeded, so that one run tells. */
const rowsUnder =
  (bench: Bench): RowOf =>
  (what, unit, ours, reference, most) => {
    const bound: Bound = { is: 'at most', ratio: most };
    const ratio = ours / reference;
    const verdict = bench.quick ? 'not measured' : ratio <= most ? 'holds' : 'missed';
    return { what, unit, ours, reference, ratio, interval: undefined, bound, verdict };
  };

const delayRows = (rowOf: RowOf, projects: number, { delays }: Outcome): Row[] =>
  (
    [
      [0.5, 0.55],
      [0.99, 1.1],
    ] as const
  ).map(([share, most]) =>
    rowOf(
      `delay / period, ${projects} projects, p${share * 100}`,
      'ms',
      quantile(delays, share),
      PERIOD_MS,
      most,
    ),
  );
