import { describe, expect, it } from 'vitest';
import { storesOn, storeWorld } from './store-world.ts';

/** A promise and the function that fulfils it. */
function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('a lock', () => {
  it('lets one work at a time, whoever asks', async () => {
    const world = storeWorld();
    const everybody = [world.stores, storesOn(world, world.log), storesOn(world, world.log)];
    let inside = 0;
    let most = 0;
    const done = await Promise.all(
      [...everybody, ...everybody].map(({ locks }, at) =>
        locks.hold('kim', 20_000, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await world.redis.ping();
          inside -= 1;
          return at;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(done).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('that is not free in time is refused, and the work not begun', async () => {
    const { stores } = storeWorld();
    const { open, opened } = gate();
    const first = stores.locks.hold('kim', 0, () => opened);
    let began = false;
    const second = stores.locks.hold('kim', 60, async () => {
      began = true;
    });
    await expect(second).rejects.toMatchObject({ code: 'busy-elsewhere' });
    expect(began).toBe(false);
    open();
    await first;
  });

  it('does not stand in the way of another name', async () => {
    const { stores } = storeWorld();
    expect(await stores.locks.hold('kim', 0, () => stores.locks.hold('ana', 0, async () => 'both'))).toBe(
      'both',
    );
  });

  it('is free after work that failed, and the failure is told', async () => {
    const { stores } = storeWorld();
    const failed = stores.locks.hold('kim', 0, async () => {
      throw new Error('the work failed');
    });
    await expect(failed).rejects.toThrow('the work failed');
    expect(await stores.locks.hold('kim', 0, async () => 'free')).toBe('free');
  });

  it('is prolonged while the work runs', async () => {
    const { stores, redis, prefix } = storeWorld();
    const row = `{${prefix}}:lock:v1:kim`;
    await stores.locks.hold('kim', 0, async () => {
      await redis.pexpire(row, 3_000);
      await expect.poll(() => redis.pttl(row), { timeout: 6_000 }).toBeGreaterThan(5_000);
    });
  });

  it('that was lost while the work ran is told, and the new holder keeps it', async () => {
    const { stores, redis, prefix } = storeWorld();
    const row = `{${prefix}}:lock:v1:kim`;
    const work = stores.locks.hold('kim', 0, async () => {
      await redis.set(row, 'somebody else');
    });
    await expect(work).rejects.toMatchObject({ code: 'busy-elsewhere', facts: { why: 'lost' } });
    expect(await redis.get(row)).toBe('somebody else');
  });
});

describe('what happens once', () => {
  it('is claimed by the first of many and again when it is forgotten', async () => {
    const { stores, redis, prefix } = storeWorld();
    const claims = await Promise.all([1, 2, 3, 4, 5].map(() => stores.once.claim('click', 60_000)));
    expect(claims.filter((claimed) => claimed)).toHaveLength(1);
    expect(await stores.once.claim('other', 60_000)).toBe(true);
    await redis.pexpire(`{${prefix}}:once:v1:click`, 1);
    await expect.poll(() => stores.once.claim('click', 60_000)).toBe(true);
  });
});
