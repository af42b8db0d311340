import { expect, it } from 'vitest';
import { createAuditTrimmer } from '../../../src/flows/trim-audit.ts';
import { type StoreWorld, storeWorld } from './store-world.ts';

const DAY_MS = 86_400_000;

/** A trail with one line, and a trimmer whose clock is this many days ahead. */
async function trimmer({ stores, log }: StoreWorld, auditRetentionMs: number | undefined) {
  await stores.audit.append({ at: 1, act: 'watch', outcome: 'done' });
  let now = Date.now();
  const clock = { now: () => now };
  const trim = createAuditTrimmer({ ...stores, clock, log, settings: { auditRetentionMs } });
  return {
    afterDays: async (days: number): Promise<number> => {
      now = Date.now() + days * DAY_MS;
      await trim();
      return (await stores.audit.newest(10)).length;
    },
  };
}

it('a line goes when it is older than the trail is kept, and not before', async () => {
  const { afterDays } = await trimmer(storeWorld(), 180 * DAY_MS);
  const another = await trimmer(storeWorld(), 180 * DAY_MS);
  expect(await afterDays(179)).toBe(1);
  expect(await another.afterDays(181)).toBe(0);
});

it('lines stay for ever where nothing else was set', async () => {
  const { afterDays } = await trimmer(storeWorld(), undefined);
  expect(await afterDays(10_000)).toBe(1);
});

it('one process trims for all, once a day', async () => {
  const world = storeWorld();
  const first = await trimmer(world, 180 * DAY_MS);
  expect(await first.afterDays(0)).toBe(1);
  const second = await trimmer(world, 180 * DAY_MS);
  expect(await second.afterDays(181)).toBe(2);
});
