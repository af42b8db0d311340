import { describe, expect, it } from 'vitest';
import { project, storesOn, storeWorld } from './store-world.ts';

const LEASE = 30_000;

describe('the due-list', () => {
  it('gives each due project to exactly one of several workers', async () => {
    const world = storeWorld();
    const workers = Array.from({ length: 4 }, () => storesOn(world, world.log).polls);
    for (let id = 1; id <= 100; id += 1) await world.stores.polls.dueBy(project(id), 1_000);
    const claims: number[] = [];
    await Promise.all(
      workers.map(async (polls) => {
        for (;;) {
          const claimed = await polls.claim(1_000, LEASE, 7);
          expect(claimed.length).toBeLessThanOrEqual(7);
          if (claimed.length === 0) return;
          claims.push(...claimed);
        }
      }),
    );
    expect(claims.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  });

  it('gives nothing before its time', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 1_000);
    expect(await stores.polls.claim(999, LEASE, 10)).toEqual([]);
    expect(await stores.polls.claim(1_000, LEASE, 10)).toEqual([1]);
  });

  it('gives a project again when the lease of a worker that died is over', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 1_000);
    await stores.polls.claim(1_000, LEASE, 10);
    expect(await stores.polls.claim(1_000 + LEASE - 1, LEASE, 10)).toEqual([]);
    expect(await stores.polls.claim(1_000 + LEASE, LEASE, 10)).toEqual([1]);
  });

  it('brings a project forward but never puts it off', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 2_000);
    await stores.polls.dueBy(project(1), 3_000);
    await stores.polls.dueBy(project(2), 2_000);
    await stores.polls.dueBy(project(2), 1_000);
    expect(await stores.polls.claim(1_000, LEASE, 10)).toEqual([2]);
    expect(await stores.polls.claim(2_000, LEASE, 10)).toEqual([1]);
  });

  it('keeps a claimed project to its worker when it is wanted meanwhile, and gives it as soon as that ends', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 1_000);
    await stores.polls.claim(1_000, LEASE, 10);
    await stores.polls.dueBy(project(1), 1_500);
    expect(await stores.polls.claim(2_000, LEASE, 10)).toEqual([]);
    await stores.polls.reschedule(project(1), 60_000);
    expect(await stores.polls.claim(2_000, LEASE, 10)).toEqual([1]);
    await stores.polls.reschedule(project(1), 60_000);
    expect(await stores.polls.claim(59_999, LEASE, 10)).toEqual([]);
  });

  it('sets a later time only for a project it lists', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 1_000);
    await stores.polls.reschedule(project(1), 5_000);
    await stores.polls.reschedule(project(2), 1_000);
    expect(await stores.polls.claim(4_999, LEASE, 10)).toEqual([]);
    expect(await stores.polls.claim(5_000, LEASE, 10)).toEqual([1]);
  });

  it('forgets a project even while it is claimed', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 1_000);
    await stores.polls.claim(1_000, LEASE, 10);
    await stores.polls.forget(project(1));
    await stores.polls.reschedule(project(1), 2_000);
    expect(await stores.polls.claim(1_000_000, LEASE, 10)).toEqual([]);
  });
});

describe('what a poll remembers', () => {
  const state = { watermark: undefined, seen: { '5': 'running' }, failures: 0, changedAt: 1_000 };

  it('comes back, and is gone when the project is forgotten', async () => {
    const { stores } = storeWorld();
    expect(await stores.polls.read(project(1))).toBeUndefined();
    await stores.polls.write(project(1), state);
    expect(await stores.polls.read(project(1))).toEqual(state);
    await stores.polls.forget(project(1));
    expect(await stores.polls.read(project(1))).toBeUndefined();
  });

  it('counts as nothing when it is malformed', async () => {
    const { stores, redis, prefix } = storeWorld();
    await redis.set(`{${prefix}}:poll:v1:1`, '{"failures":"many"}');
    expect(await stores.polls.read(project(1))).toBeUndefined();
  });
});
