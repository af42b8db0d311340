import { expect, inject, onTestFinished, test } from 'vitest';
import { relayTo } from '../../integration/store/tcp-relay.ts';
import { cards } from '../../support/card.ts';
import { HOOK_SECRET, sendEvent } from '../../support/hooks.ts';
import { SHOP, startWorld } from '../../support/world.ts';
import { polled } from '../reliability/polls.ts';

test('an event is answered at once while Redis hangs, and polling finds what it told', async () => {
  const relay = await relayTo(inject('redisUrl'));
  onTestFinished(() => relay.close());
  const world = await startWorld({
    settings: { REDIS_URL: relay.url, GITLAB_WEBHOOK_SECRET: HOOK_SECRET },
  });
  await world.watchShop();
  await polled(world, 1);
  await sendEvent(world);
  relay.freeze();
  const times: number[] = [];
  for (let count = 0; count < 10; count += 1) {
    const started = performance.now();
    expect(await sendEvent(world)).toEqual({ status: 200, text: 'ok\n' });
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  expect(times[5]).toBeLessThan(50);
  world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });
  await relay.mend();
  // A project that was being polled when Redis went away falls due again when its lease ends.
  await world.slack.waitFor(() => cards(world)[0], { what: 'the card', timeoutMs: 25_000 });
});
