import { describe, expect, it } from 'vitest';
import type { PollState } from '../../../src/core/ports/polls.ts';
import { project, type StoreWorld, storesOn, storeWorld, watch } from './store-world.ts';

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
    await stores.polls.finish(project(1), { at: 60_000 });
    expect(await stores.polls.claim(2_000, LEASE, 10)).toEqual([1]);
    await stores.polls.finish(project(1), { at: 60_000 });
    expect(await stores.polls.claim(59_999, LEASE, 10)).toEqual([]);
  });

  it('sets a later time only for a project it lists', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 1_000);
    await stores.polls.finish(project(1), { at: 5_000 });
    await stores.polls.finish(project(2), { at: 1_000 });
    expect(await stores.polls.claim(4_999, LEASE, 10)).toEqual([]);
    expect(await stores.polls.claim(5_000, LEASE, 10)).toEqual([1]);
  });

  it('forgets a project even while it is claimed', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 1_000);
    await stores.polls.claim(1_000, LEASE, 10);
    await stores.polls.forget(project(1));
    await stores.polls.finish(project(1), { at: 2_000 });
    expect(await stores.polls.claim(1_000_000, LEASE, 10)).toEqual([]);
  });
});

describe('while GitLab is away', () => {
  it('nobody is given a project; when the rest is over one worker gets one, and all when that one has an answer', async () => {
    const { stores } = storeWorld();
    for (const id of [1, 2, 3]) await stores.polls.dueBy(project(id), 1_000);
    await stores.polls.rest((times) => 1_000 + 500 * times);
    expect(await stores.polls.claim(1_499, LEASE, 10)).toEqual([]);
    expect(await stores.polls.claim(1_500, LEASE, 10)).toEqual([1]);
    expect(await stores.polls.claim(1_500, LEASE, 10)).toEqual([]);
    await stores.polls.rest((times) => 1_500 + 500 * times);
    expect(await stores.polls.claim(2_499, LEASE, 10)).toEqual([]);
    expect(await stores.polls.claim(2_500, LEASE, 10)).toEqual([2]);
    await stores.polls.finish(project(2), { at: 60_000, gitlab: 'answered' });
    expect(await stores.polls.claim(2_500, LEASE, 10)).toEqual([3]);
  });

  it('misses are counted over all workers, until a poll has an answer', async () => {
    const { stores } = storeWorld();
    const finish = (gitlab?: 'answered' | 'away') => stores.polls.finish(project(1), { at: 60_000, gitlab });
    expect(await finish('away')).toBe(1);
    expect(await finish('away')).toBe(2);
    expect(await finish()).toBe(2);
    expect(await finish('answered')).toBe(2);
    expect(await finish('away')).toBe(1);
  });

  it('a worker that dies with the one project gives way to another', async () => {
    const { stores } = storeWorld();
    for (const id of [1, 2]) await stores.polls.dueBy(project(id), 1_000);
    await stores.polls.rest(() => 1_000);
    await stores.polls.claim(1_000, LEASE, 10);
    expect(await stores.polls.claim(1_000 + LEASE - 1, LEASE, 10)).toEqual([]);
    expect(await stores.polls.claim(1_000 + LEASE, LEASE, 10)).toHaveLength(1);
  });
});

describe('a clock that was set back an hour', () => {
  const HOUR = 3_600_000;

  it('leaves nothing undone for an hour: what is due too far ahead is due now', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 2 * HOUR);
    expect(await stores.polls.claim(2 * HOUR - 60_000, LEASE, 10, 15 * 60_000)).toEqual([]);
    expect(await stores.polls.claim(HOUR, LEASE, 10, 15 * 60_000)).toEqual([1]);
    expect(await stores.polls.claim(HOUR, LEASE, 10, 15 * 60_000)).toEqual([]);
  });

  it('ends a rest as well', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 1_000);
    await stores.polls.rest(() => 2 * HOUR);
    expect(await stores.polls.claim(HOUR, LEASE, 10, 15 * 60_000)).toEqual([1]);
  });
});

describe('while GitLab takes no requests', () => {
  it('nobody is given a project; afterwards what was overdue comes one after the other, and all else as much later', async () => {
    const { stores } = storeWorld();
    for (const id of [1, 2, 3]) await stores.polls.dueBy(project(id), 900);
    await stores.polls.dueBy(project(4), 1_300);
    await stores.polls.dueBy(project(5), 2_000);
    expect(await stores.polls.claim(950, LEASE, 1)).toEqual([1]);
    expect(await stores.polls.limit(1_000, 700, 20)).toBe(true);
    expect(await stores.polls.claim(60_000, LEASE, 10)).toEqual([]);
    // Another process is told of the same end a moment later.
    expect(await stores.polls.limit(1_010, 690, 20)).toBe(false);
    // What was under way has an answer all the same.
    await stores.polls.finish(project(1), { at: 1_200, gitlab: 'answered' });
    expect(await stores.polls.claim(60_000, LEASE, 10)).toEqual([]);
    await expect.poll(() => stores.polls.claim(1_600, LEASE, 10)).toEqual([1]);
    expect(await stores.polls.claim(1_700, LEASE, 10)).toEqual([2]);
    expect(await stores.polls.claim(1_709, LEASE, 10)).toEqual([]);
    expect(await stores.polls.claim(1_710, LEASE, 10)).toEqual([3]);
    expect(await stores.polls.claim(1_999, LEASE, 10)).toEqual([]);
    expect(await stores.polls.claim(2_000, LEASE, 10)).toEqual([4]);
    expect(await stores.polls.claim(2_699, LEASE, 10)).toEqual([]);
    expect(await stores.polls.claim(2_700, LEASE, 10)).toEqual([5]);
  });

  it('thousands of projects keep their distance as well, and what is claimed stays where it is', async () => {
    const { stores } = storeWorld();
    for (let id = 1; id <= 1_201; id += 1) await stores.polls.dueBy(project(id), 2_000 + id);
    expect(await stores.polls.claim(3_201, LEASE, 2)).toEqual([1, 2]);
    await stores.polls.limit(2_000, 600, 0);
    await expect.poll(() => stores.polls.claim(2_603, LEASE, 5)).toEqual([3]);
    expect(await stores.polls.claim(3_800, LEASE, 2_000)).toHaveLength(1_197);
    expect(await stores.polls.claim(3_801, LEASE, 2_000)).toEqual([1_201]);
    expect(await stores.polls.claim(3_201 + LEASE, LEASE, 3)).toEqual([3, 1, 2]);
  });

  it('a longer time that is asked for counts, a shorter one does not', async () => {
    const { stores } = storeWorld();
    await stores.polls.dueBy(project(1), 1_000);
    await stores.polls.limit(1_000, 60_000, 0);
    await stores.polls.limit(1_000, 1, 0);
    expect(await stores.polls.claim(61_000, LEASE, 10)).toEqual([]);
  });
});

describe('what a poll remembers', () => {
  const state: PollState = {
    watermark: 1_763_724_000_000,
    seen: { '5': { updatedAt: 1_763_724_000_000, digest: '0123456789' } },
    failures: 2,
    changedAt: 1_000,
    watches: ['abcdef0123'],
    lookedAt: 1_763_724_000_123,
    servedAt: 1_763_724_000_000,
    hookFoundAt: undefined,
    factsAt: 7,
    archived: false,
  };
  const remembered = async ({ stores }: StoreWorld, id = 1) =>
    (await stores.polls.load([project(id)]))[0]?.state;

  it('comes back, and is gone when the project is forgotten', async () => {
    const world = storeWorld();
    const { polls } = world.stores;
    expect(await remembered(world)).toBeUndefined();
    await polls.dueBy(project(1), 1_000);
    await polls.finish(project(1), { at: 2_000, state });
    expect(await remembered(world)).toEqual(state);
    await polls.finish(project(1), { at: 3_000 });
    expect(await remembered(world)).toEqual(state);
    await polls.forget(project(1));
    expect(await remembered(world)).toBeUndefined();
  });

  it('is not brought back by the end of a poll of a forgotten project', async () => {
    const world = storeWorld();
    const { polls } = world.stores;
    await polls.dueBy(project(1), 1_000);
    await polls.forget(project(1));
    await polls.finish(project(1), { at: 2_000, state });
    expect(await remembered(world)).toBeUndefined();
  });

  it('counts as nothing when it is malformed', async () => {
    const world = storeWorld();
    await world.redis.hset(`{${world.prefix}}:polls:v1`, '1', 'c\nmany');
    expect(await remembered(world)).toBeUndefined();
    expect(await world.redis.get(`{${world.prefix}}:aside:v1:polls:v1:1`)).toBe('many');
  });

  it('comes with the watches, the open cards and the signs of webhooks, of each project its own', async () => {
    const { stores } = storeWorld();
    await stores.watches.put(watch(1));
    await stores.watches.put(watch(2));
    await stores.polls.dueBy(project(2), 1_000);
    await stores.hooks.arrive(
      { project: project(2), at: 7, delivery: 'd', mayChange: true, tellsApprovals: false },
      1_000,
    );
    const [first, second] = await stores.polls.load([project(1), project(2)]);
    expect(first).toMatchObject({ project: 1, watches: [watch(1)], cards: [], signs: {} });
    expect(second).toMatchObject({ project: 2, watches: [watch(2)], signs: { arrivedAt: 7 } });
  });
});
