import type { RecordedCall } from '../../sandbox/slack/model.ts';
import type { Measured } from '../measure/rounds.ts';
import type { Sample } from '../measure/sample.ts';
import { type Report, ratioRow } from '../report/row.ts';
import type { Bench } from '../run/bench.ts';
import { type LifeWorld, startLifeWorld } from '../run/life-world.ts';
import { randomLife } from '../world/random-life.ts';

const CALLS = 'calls to Slack';
const STATES = 'things to see';
const LOOKS = 'different looks';
/** Lives of a round, at the same time. */
const AT_ONCE = 200;
const ROUNDS = 5;

/** What a deployment's life costs in calls to Slack, against what there was to see of it. */
export async function lifecycle(bench: Bench): Promise<Report> {
  const world = await startLifeWorld(bench);
  const count = bench.quick ? 6 : AT_ONCE;
  const calls: Sample[] = [];
  const states: Sample[] = [];
  const looks: Sample[] = [];
  try {
    for (let round = 0; round < (bench.quick ? 2 : ROUNDS); round += 1) {
      const seen = await liveAll(bench, world, round, count);
      calls.push(counted(seen.calls));
      states.push(counted(seen.states));
      looks.push(counted(seen.looks));
    }
  } finally {
    await world.stop();
  }
  const measured: Measured = new Map([
    [CALLS, calls],
    [STATES, states],
    [LOOKS, looks],
  ]);
  const row = {
    what: 'a life',
    unit: 'a life',
    ours: CALLS,
    metric: ({ ops }: Sample) => ops / count,
    bound: { is: 'at most', ratio: 1 },
  } as const;
  return {
    name: 'lifecycle',
    title: `Life cycle: ${count * calls.length} deployments that wait, are voted on, run and end at random`,
    rows: [STATES, LOOKS].map((reference) => ratioRow(measured, { ...row, reference }, bench)),
    notes: [],
  };
}

async function liveAll(
  bench: Bench,
  world: LifeWorld,
  round: number,
  count: number,
): Promise<{ calls: number; states: number; looks: number }> {
  const before = world.calls.length;
  const lives = await Promise.all(
    Array.from({ length: count }, (_none, at) =>
      randomLife(world.gitlab, `live-${round}-${at}`, bench.random),
    ),
  );
  await world.settled();
  // Who the requester's messages go to is asked once for a person, not for a life.
  const shown = world.calls.slice(before).filter(isShown);
  const looks = new Set(
    shown.map(({ args, responseBody }) => JSON.stringify([responseBody.ts, args.blocks])),
  );
  const states = lives.reduce((sum, life) => sum + life.states, 0);
  return { calls: shown.length, states, looks: looks.size };
}

const isShown = ({ method }: RecordedCall): boolean => method.startsWith('chat.');

const counted = (ops: number): Sample => ({ ops, cpuMs: 0, wallMs: 0, each: [] });
