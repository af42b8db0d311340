import { describe, expect, test } from 'vitest';
import { cardIn, cards } from '../../support/card.ts';
import {
  deploymentEvent,
  HOOK_SECRET,
  hookUrl,
  SIGNING_TOKEN,
  SLOW,
  sendEvent,
} from '../../support/hooks.ts';
import { SHOP, startWorld, type TestWorld, type WorldOptions } from '../../support/world.ts';
import { polls } from '../reliability/polls.ts';

/** A world whose cards can only come from events: polling alone would take ten minutes. */
async function hookedWorld(options: WorldOptions = {}): Promise<TestWorld> {
  const world = await startWorld({
    ...options,
    settings: { ...SLOW, GITLAB_WEBHOOK_SECRET: HOOK_SECRET, ...options.settings },
  });
  await world.watchShop();
  await world.slack.waitFor(() => polls(world).length > 0, { what: 'the first look' });
  return world;
}

const startDeployment = (world: TestWorld) =>
  world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v2.14.0' });

const answers = (world: TestWorld): (number | undefined)[] =>
  world.gitlab.deliveries.map((delivery) => delivery.status);

describe('a deployment in a project with a webhook', () => {
  test('has its card at once, and the card follows every event', async () => {
    const world = await hookedWorld();
    const { gitlab } = world;
    gitlab.world.addHook(SHOP, { url: hookUrl(world), token: HOOK_SECRET });
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    gitlab.world.approve(id, 'kim');
    await cardIn(world, '1 of 1 (Kim Berg)');
    gitlab.world.approve(id, 'ana');
    gitlab.world.play(id, 'kim');
    gitlab.world.run(id);
    await cardIn(world, 'Running');
    gitlab.world.succeed(id);
    await cardIn(world, 'Deployed');
    await world.slack.waitFor(() => answers(world).every((status) => status === 200), {
      what: 'an answer to every event',
    });
    expect(cards(world)).toHaveLength(1);
  });

  test('has it too where the hook is a group’s and signs', async () => {
    const world = await hookedWorld({
      settings: { GITLAB_WEBHOOK_SECRET: '', GITLAB_WEBHOOK_SIGNING_TOKEN: SIGNING_TOKEN },
    });
    world.gitlab.world.addHook('acme', { url: hookUrl(world), signingToken: SIGNING_TOKEN });
    startDeployment(world);
    await cardIn(world, 'Approval needed');
  });

  test('has it before 19.3 too, where only its job tells that it waits', async () => {
    const world = await hookedWorld({ gitlab: { version: '18.9.0-ee' } });
    world.gitlab.world.addHook(SHOP, { url: hookUrl(world), token: HOOK_SECRET });
    startDeployment(world);
    await cardIn(world, 'Approval needed');
    expect(world.gitlab.deliveries.map(({ event }) => event)).not.toContain('Deployment Hook');
  });

  test('that is rejected alarms once: the failure that follows tells nothing new', async () => {
    const world = await hookedWorld();
    const { gitlab, slack, channel } = world;
    gitlab.world.addHook(SHOP, { url: hookUrl(world), token: HOOK_SECRET });
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    const before = slack.messages(channel.id).length;
    gitlab.world.reject(id, 'ana', { comment: 'not on a Friday' });
    await cardIn(world, 'Rejected');
    const statuses = gitlab.deliveries
      .filter(({ event }) => event === 'Deployment Hook')
      .map(({ body }) => /"status":"(\w+)"/u.exec(body)?.[1]);
    expect(statuses).toEqual(['blocked', 'rejected', 'failed']);
    // The same event once more, late: nothing may follow from it either.
    const looks = polls(world).length;
    await sendEvent(world, { body: deploymentEvent(world, 'failed') });
    await slack.waitFor(() => polls(world).length > looks, { what: 'the look that the late event made' });
    expect(cards(world)).toHaveLength(1);
    expect(slack.messages(channel.id)).toHaveLength(before);
  });
});

describe('events that come in the wrong order or again', () => {
  test('end in the truth all the same', async () => {
    const world = await hookedWorld();
    const { id } = startDeployment(world);
    await sendEvent(world);
    await cardIn(world, 'Approval needed');
    for (const name of ['kim', 'ana']) world.gitlab.world.approve(id, name);
    world.gitlab.world.play(id, 'kim');
    world.gitlab.world.run(id);
    world.gitlab.world.succeed(id);
    for (const status of ['success', 'running', 'approved', 'blocked'])
      await sendEvent(world, { body: deploymentEvent(world, status) });
    await cardIn(world, 'Deployed');
    expect(cards(world)).toHaveLength(1);
  });

  test('are taken once: a delivery sent again makes no second look', async () => {
    const world = await hookedWorld();
    const looks = polls(world).length;
    expect(await sendEvent(world, { delivery: 'one' })).toEqual({ status: 200, text: 'ok\n' });
    await world.slack.waitFor(() => polls(world).length > looks, { what: 'the look' });
    const after = polls(world).length;
    // An answer does not wait for a store that is slow: one of them tells.
    for (let again = 0; again < 5; again += 1)
      expect((await sendEvent(world, { delivery: 'one' })).status).toBe(200);
    await expect
      .poll(() => sendEvent(world, { delivery: 'one' }))
      .toEqual({ status: 200, text: 'ignored\n' });
    expect((await sendEvent(world, { delivery: 'another' })).text).toBe('ok\n');
    await world.slack.waitFor(() => polls(world).length > after, { what: 'the look of the new event' });
    expect(polls(world).length).toBe(after + 1);
  });
});

test('a storm of events is one look at once and one a second, and the last event is not missed', async () => {
  const world = await hookedWorld();
  const looks = polls(world).length;
  const started = Date.now();
  const batch = () => Promise.all(Array.from({ length: 100 }, () => sendEvent(world)));
  for (let sent = 0; sent < 1_500; sent += 100) {
    const ends = await batch();
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set([200]));
  }
  startDeployment(world);
  await sendEvent(world);
  const seconds = Math.ceil((Date.now() - started) / 1_000);
  await cardIn(world, 'Approval needed');
  expect(polls(world).length - looks).toBeLessThanOrEqual(seconds + 2);
});
