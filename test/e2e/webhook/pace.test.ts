import { expect, test } from 'vitest';
import { KEYS, keysUnder } from '../../../src/store/keys.ts';
import { cardIn } from '../../support/card.ts';
import { HOOK_SECRET, hookUrl } from '../../support/hooks.ts';
import { testRedis } from '../../support/redis.ts';
import { SHOP, startWorld } from '../../support/world.ts';
import { polled } from '../reliability/polls.ts';

const MINUTE = 60_000;

/** A watched shop with a hook, and how long until its next poll, in ms. */
async function hookedShop(version: string) {
  const world = await startWorld({ gitlab: { version }, settings: { GITLAB_WEBHOOK_SECRET: HOOK_SECRET } });
  const { redis } = testRedis();
  await world.watchShop();
  await polled(world, 2);
  world.gitlab.world.addHook(SHOP, { url: hookUrl(world), token: HOOK_SECRET });
  const key = keysUnder(world.environment.REDIS_PREFIX ?? '')(KEYS.pollsDue.of());
  const untilNext = async (): Promise<number> =>
    Number(await redis.zscore(key, String(world.gitlab.world.project(SHOP).id))) - Date.now();
  return { world, untilNext };
}

test('where events tell of approvals, polling becomes a reconciliation once a minute', async () => {
  const { world, untilNext } = await hookedShop('19.3.0-ee');
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });
  await cardIn(world, 'Approval needed');
  await expect.poll(untilNext, { timeout: 10_000 }).toBeGreaterThan(0.7 * MINUTE);
  // The vote is no change that a list shows: only its event can bring it to the card in time.
  world.gitlab.world.approve(id, 'kim');
  await cardIn(world, '1 of 1 (Kim Berg)');
});

test('where events tell of no approvals, what waits is read at the full pace, and what runs is not', async () => {
  const { world, untilNext } = await hookedShop('19.2.0-ee');
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });
  await cardIn(world, 'Approval needed');
  await polled(world, 4);
  expect(await untilNext()).toBeLessThan(0.5 * MINUTE);
  for (const name of ['kim', 'ana']) world.gitlab.world.approve(id, name);
  await cardIn(world, 'ready to run');
  world.gitlab.world.play(id, 'kim');
  world.gitlab.world.run(id);
  await expect.poll(untilNext, { timeout: 10_000 }).toBeGreaterThan(0.7 * MINUTE);
});
