import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phaseOf } from '../../../src/core/phase.ts';
import { type Simulation, startSimulation } from '../../support/simulated-polls.ts';

const MINUTE = 60_000;
const PROJECT = 7;

/** Something that happens in GitLab, or to a clock, and how long it is quiet afterwards. */
const Event = fc.record({
  what: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('start' as const), count: fc.integer({ min: 1, max: 4 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('burst' as const), count: fc.integer({ min: 99, max: 151 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('late' as const),
        ms: fc.integer({ min: 1_000, max: 45_000 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('end' as const), pick: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('end-all' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('while-listed' as const), pick: fc.nat() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('gitlab-clock' as const, 'our-clock' as const),
        minutes: fc.constantFrom(-60, -10, 10),
      }),
    },
  ),
  quietMs: fc.constantFrom(0, 0, 3_000, 20_000, 90_000, 15 * MINUTE),
});
type Event = typeof Event extends fc.Arbitrary<infer T> ? T : never;

/** Deployments under way that nobody else is about to end. */
function running(world: Simulation, taken: ReadonlySet<number>): number[] {
  return world
    .deployments()
    .filter(({ id, status }) => status === 'running' && !taken.has(id))
    .map(({ id }) => id);
}

function happen(world: Simulation, what: Event['what'], taken: Set<number>): void {
  const pickOf = (pick: number): number | undefined => {
    const ids = running(world, taken);
    return ids[pick % Math.max(1, ids.length)];
  };
  switch (what.kind) {
    case 'start':
    case 'burst':
      for (let count = 0; count < what.count; count += 1) world.start(PROJECT);
      return;
    case 'late':
      world.failLate(PROJECT, what.ms);
      return;
    case 'end': {
      const id = pickOf(what.pick);
      if (id !== undefined) world.end(id, what.pick % 2 === 0 ? 'failed' : 'success');
      return;
    }
    case 'end-all':
      for (const id of running(world, taken)) world.end(id, 'canceled');
      return;
    case 'while-listed': {
      const id = pickOf(what.pick);
      if (id === undefined) return;
      taken.add(id);
      world.endWhileListed(id);
      return;
    }
    case 'gitlab-clock':
      world.setGitLabClock(what.minutes * MINUTE);
      world.end(world.start(PROJECT), 'failed');
      return;
    case 'our-clock':
      world.setOurClock(what.minutes * MINUTE);
  }
}

test('what happens while no worker runs and GitLab’s clock is set back is found when one runs again', async () => {
  const world = await startSimulation();
  await world.watch(PROJECT);
  world.end(world.start(PROJECT), 'success');
  await world.pass(MINUTE);
  world.setGitLabClock(-60 * MINUTE);
  const id = world.start(PROJECT);
  world.end(id, 'failed');
  world.stand(20 * MINUTE);
  await world.pass(MINUTE);
  expect(world.shown(id)).toEqual(['failed']);
});

test('whatever happens between two looks, and whatever the clocks do, each end is shown once and truly', {
  timeout: 150_000,
}, async () => {
  const world = await startSimulation();
  await world.watch(PROJECT);
  await world.pass(MINUTE);
  const taken = new Set<number>();
  // fast-check prints the seed and the shortest schedule that fails.
  await fc.assert(
    fc.asyncProperty(fc.array(Event, { minLength: 3, maxLength: 25 }), async (events) => {
      for (const { what, quietMs } of events) {
        // A clock set back and forward again between two looks leaves no trace of the time it told meanwhile.
        if (what.kind === 'gitlab-clock' && what.minutes > 0) await world.pass(11 * MINUTE);
        happen(world, what, taken);
        await world.pass(quietMs);
      }
      await world.pass(40 * MINUTE);
      const ended = world.deployments().filter(({ status }) => status !== 'running');
      const wrong = ended.filter((one) => world.shown(one.id).join() !== phaseOf(one));
      expect(wrong.map(({ id, status }) => ({ id, status, shown: world.shown(id) }))).toEqual([]);
    }),
    { numRuns: 12 },
  );
});
