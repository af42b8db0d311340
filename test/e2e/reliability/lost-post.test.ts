import { describe, expect, test } from 'vitest';
import type { StoredMessage } from '../../../sandbox/slack/model.ts';
import { cardIn, cards } from '../../support/card.ts';
import { SHOP, startWorld, type TestWorld } from '../../support/world.ts';

/** A production deployment that waits for two approvals. */
const startDeployment = (world: TestWorld) =>
  world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v2.14.0' });

const isCard = (args: Record<string, unknown>): boolean =>
  JSON.stringify(args.blocks ?? '').includes('header');

const callsOf = (world: TestWorld, method: string) =>
  world.slack.calls.filter((call) => call.method === method);

/** The card follows its deployment to the end, and there is no second one. */
async function expectOneLivingCard(world: TestWorld, deployment: number): Promise<void> {
  const card = await cardIn(world, 'Approval needed');
  world.gitlab.world.approve(deployment, 'kim');
  await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
  world.gitlab.world.reject(deployment, 'ana');
  await cardIn(world, 'Rejected');
  expect(cards(world).map((one: StoredMessage) => one.ts)).toEqual([card.ts]);
}

const LOST = [
  { what: 'the answer is lost', fault: { kind: 'lost-response' } },
  { what: 'the answer is a 500', fault: { kind: 'status', status: 500, after: true } },
  { what: 'Slack says internal_error', fault: { kind: 'error', error: 'internal_error', after: true } },
] as const;

describe('Slack takes a card, but', () => {
  test.for(LOST)('$what: there is one card and it goes on living', async ({ fault }) => {
    const world = await startWorld();
    await world.watchShop();
    world.slack.faults.add({ method: 'chat.postMessage', times: 1, when: isCard, ...fault });
    const { id } = startDeployment(world);
    await expectOneLivingCard(world, id);
    expect(callsOf(world, 'conversations.history')).not.toHaveLength(0);
  });

  test('the answer is lost and the history lags behind: still one card', async () => {
    const world = await startWorld({
      overrides: { settings: { settlePost: { afterMs: 500, againMs: 1_500 } } },
    });
    await world.watchShop();
    world.slack.setHistoryLag(1_500);
    world.slack.faults.add({ method: 'chat.postMessage', times: 1, when: isCard, kind: 'lost-response' });
    const { id } = startDeployment(world);
    await expectOneLivingCard(world, id);
    expect(callsOf(world, 'chat.postMessage').filter(({ args }) => isCard(args))).toHaveLength(1);
  });

  test('the answer to an edit is lost: the edit is repeated, nothing is posted', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { id } = startDeployment(world);
    await cardIn(world, 'Approval needed');
    world.slack.faults.add({ method: 'chat.update', times: 2, kind: 'lost-response' });
    await expectOneLivingCard(world, id);
  });

  test('the answer to a vote told in the thread is lost: it is told once', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { id } = startDeployment(world);
    const card = await cardIn(world, 'Approval needed');
    world.slack.faults.add({
      method: 'chat.postMessage',
      times: 1,
      kind: 'lost-response',
      when: (args) => args.thread_ts === card.ts,
    });
    await expectOneLivingCard(world, id);
    await world.slack.waitFor(() => world.slack.thread(world.channel.id, card.ts).length >= 2, {
      what: 'both votes in the thread',
    });
    expect(world.slack.thread(world.channel.id, card.ts)).toHaveLength(2);
  });
});

describe('Slack does not take a card', () => {
  test('because the connection breaks: it is posted after two look-ups', async () => {
    const world = await startWorld();
    await world.watchShop();
    world.slack.faults.add({ method: 'chat.postMessage', times: 1, when: isCard, kind: 'reset' });
    const { id } = startDeployment(world);
    await expectOneLivingCard(world, id);
  });

  test('because of its rate limit: it is posted once, and not before the wait is over', async () => {
    const world = await startWorld();
    await world.watchShop();
    world.slack.faults.add({
      method: 'chat.postMessage',
      times: 1,
      when: isCard,
      kind: 'rate-limit',
      retryAfter: 2,
    });
    const { id } = startDeployment(world);
    await expectOneLivingCard(world, id);
    const [refused, posted, ...more] = callsOf(world, 'chat.postMessage').filter(({ args }) => isCard(args));
    expect(more).toEqual([]);
    expect(refused?.status).toBe(429);
    expect((posted?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(callsOf(world, 'conversations.history')).toEqual([]);
  });

  test('because it is down for a while: the newest state appears, once, when it is back', async () => {
    const world = await startWorld();
    await world.watchShop();
    const mend = world.slack.faults.add({ method: '*', kind: 'status', status: 503 });
    const { id } = startDeployment(world);
    await world.slack.waitFor(() => callsOf(world, 'chat.postMessage').some((call) => call.status === 503));
    world.gitlab.world.approve(id, 'kim');
    mend();
    const card = await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    expect(cards(world).map((one) => one.ts)).toEqual([card.ts]);
  });
});

describe('a channel that', () => {
  test('lets the bot in again: the deployment’s next change has its card posted', async () => {
    const world = await startWorld();
    const { slack, people } = world;
    await world.watchShop();
    const before = slack.directMessages(people.kim.id).length;
    slack.kickBot(world.channel.id);
    const { id } = startDeployment(world);
    await slack.waitFor(() => slack.directMessages(people.kim.id).length > before);
    await slack.inviteBot(world.channel.id, people.kim.id);
    world.gitlab.world.cancel(id);
    await cardIn(world, 'Canceled');
    expect(cards(world)).toHaveLength(1);
  });
});
