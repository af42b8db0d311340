import { describe, expect, it } from 'vitest';
import type { HookArrival } from '../../../src/core/ports/hooks.ts';
import { project, storeWorld } from './store-world.ts';

const WINDOW = 1_000;
const LEASE = 30_000;
const T = 1_763_724_000_000;

const event = (at: number, changes: Partial<HookArrival> = {}): HookArrival => ({
  project: project(1),
  at,
  delivery: undefined,
  mayChange: true,
  tellsApprovals: false,
  ...changes,
});

/** A project that is polled, and is due in an hour. */
async function polledWorld() {
  const world = storeWorld();
  const { polls, hooks } = world.stores;
  await polls.dueBy(project(1), T + 3_600_000);
  const arrive = (at: number, changes: Partial<HookArrival> = {}) => hooks.arrive(event(at, changes), WINDOW);
  /** Polls the project if it is due at that moment. */
  const look = async (at: number): Promise<boolean> => {
    const due = (await polls.claim(at, LEASE, 10)).length > 0;
    if (due) await polls.finish(project(1), { at: T + 3_600_000 });
    return due;
  };
  return { ...world, hooks, polls, arrive, look };
}

describe('an event', () => {
  it('makes its project due at once', async () => {
    const { arrive, look } = await polledWorld();
    expect(await look(T)).toBe(false);
    expect(await arrive(T)).toBe('now');
    expect(await look(T)).toBe(true);
  });

  it('within a second of another makes it due when the second ends, once', async () => {
    const { arrive, look } = await polledWorld();
    await arrive(T);
    await look(T);
    for (const at of [1, 400, 999]) expect(await arrive(T + at)).toBe('later');
    expect(await look(T + 999)).toBe(false);
    expect(await look(T + 1_000)).toBe(true);
    expect(await look(T + 1_999)).toBe(false);
  });

  it('in the middle of a storm never makes more than one poll a second', async () => {
    const { arrive, look } = await polledWorld();
    let looks = 0;
    for (let at = 0; at < 5_000; at += 50) {
      await arrive(T + at);
      if (await look(T + at)) looks += 1;
    }
    expect(looks).toBe(5);
  });

  it('that comes while the project is polled makes it due again afterwards', async () => {
    const { arrive, polls } = await polledWorld();
    await arrive(T);
    expect(await polls.claim(T, LEASE, 10)).toEqual([1]);
    expect(await arrive(T + 1_500)).toBe('now');
    expect(await polls.claim(T + 1_500, LEASE, 10)).toEqual([]);
    await polls.finish(project(1), { at: T + 3_600_000 });
    expect(await polls.claim(T + 1_500, LEASE, 10)).toEqual([1]);
  });

  it('from a clock that ran fast does not put later ones off', async () => {
    const { arrive } = await polledWorld();
    await arrive(T + 600_000);
    expect(await arrive(T)).toBe('now');
  });

  it('counts once, however often it is delivered', async () => {
    const { arrive } = await polledWorld();
    expect(await arrive(T, { delivery: 'a' })).toBe('now');
    expect(await arrive(T + 5_000, { delivery: 'a' })).toBe('repeated');
    expect(await arrive(T + 5_000, { delivery: 'b' })).toBe('now');
  });

  it('of a project nobody polls makes nothing due', async () => {
    const { arrive, polls } = await polledWorld();
    expect(await arrive(T, { project: project(2) })).toBe('unwatched');
    expect(await polls.claim(T + 10_000_000, LEASE, 10)).toEqual([1]);
  });

  it('that changes no deployment makes nothing due, and yet has arrived', async () => {
    const { arrive, look, hooks } = await polledWorld();
    expect(await arrive(T, { mayChange: false })).toBe('idle');
    expect(await look(T)).toBe(false);
    expect(await hooks.lastAt(project(1))).toBe(T);
    expect(await hooks.signs(project(1))).toEqual({ arrivedAt: undefined, approvalsAt: undefined });
  });
});

describe('what is remembered of events', () => {
  it('is when the last came, of a project and of any, and whether they told of approvals', async () => {
    const { arrive, hooks } = await polledWorld();
    expect(await hooks.lastAt()).toBeUndefined();
    await arrive(T, { tellsApprovals: true });
    await arrive(T + 5);
    await arrive(T + 9, { project: project(2) });
    expect(await hooks.lastAt(project(1))).toBe(T + 5);
    expect(await hooks.lastAt(project(3))).toBeUndefined();
    expect(await hooks.lastAt()).toBe(T + 9);
    expect(await hooks.signs(project(1))).toEqual({ arrivedAt: T + 5, approvalsAt: T });
  });

  it('is when one was last refused', async () => {
    const { hooks } = await polledWorld();
    expect(await hooks.lastRefusedAt()).toBeUndefined();
    await hooks.refused(T);
    expect(await hooks.lastRefusedAt()).toBe(T);
  });
});
