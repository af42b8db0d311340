import { describe, expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { ProjectId } from '../../src/core/ids.ts';
import { BOT_SCOPES } from '../../src/manifest.ts';
import { click, decisionsSent, messageAfter, nothingStrange, toldAfter } from '../support/acts.ts';
import { auditLines } from '../support/audit.ts';
import { type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const scoped = { slack: { scopes: Object.keys(BOT_SCOPES) } };

const SHOP_ID = ProjectId.parse(101);

const deploy = (world: TestWorld, environment = 'production'): number =>
  world.gitlab.world.startPipeline(SHOP, { environment, by: 'dana', ref: 'v2.14.0' }).id;

const directOf = (world: TestWorld, name: PersonName): readonly StoredMessage[] =>
  world.slack.directMessages(world.people[name].id);

/** A person's newest direct message that says `words`. */
const direct = (world: TestWorld, name: PersonName, words: string): Promise<StoredMessage> =>
  world.slack.waitFor(
    () => directOf(world, name).findLast((message) => world.slack.visibleText(message).includes(words)),
    { what: `a direct message to ${name} that says "${words}"` },
  );

const channelOf = async (world: TestWorld, name: PersonName): Promise<string> =>
  (await direct(world, name, 'now connected')).channel;

/** Kim watches the shop for herself, and nobody watches it in the channel. */
async function alone(options: Parameters<typeof startWorld>[0] = scoped): Promise<TestWorld> {
  const world = await startWorld(options);
  await world.connect('kim');
  const answer = await world.command('kim', '/slipway', `watch ${SHOP} mode:dm`);
  expect(answer).toContain('They come to you alone, as direct messages.');
  expect(answer).toContain('/slipway unwatch acme/shop mode:dm');
  return world;
}

test('with mode:dm cards come to whoever asked, and are approved there', async () => {
  const world = await alone();
  // Then a card in a channel would call her.
  world.gitlab.world.setRole('acme', 'watcher', 'reporter');
  await direct(world, 'kim', '@Kim Berg set up deployment notices for acme/shop in these direct messages');

  const id = deploy(world);
  const card = await direct(world, 'kim', 'Approval needed');

  expect(world.slack.mentions(card)).toMatchObject({ users: [], usergroups: [] });
  expect(await click(world, 'kim', card, 'Approve')).toContain('You approved');
  await direct(world, 'kim', 'Release managers: 1 of 1 (Kim Berg)');
  world.gitlab.world.reject(id, 'ana');
  expect((await direct(world, 'kim', 'Rejected')).ts).toBe(card.ts);
  expect(decisionsSent(world)).toEqual(['kim approved']);
  expect(world.slack.messages(world.channel.id)).toEqual([]);
  nothingStrange(world);
});

test('it needs no bot in the channel where it is typed, and leaves the watch of that channel alone', async () => {
  const world = await startWorld(scoped);
  const { slack, people } = world;
  await world.watchShop('on:failed');
  const far = slack.addChannel({ name: 'far', members: [people.kim.id], botIsMember: false });
  const kim = slack.as(people.kim.id);

  expect(await toldAfter(world, 'kim', () => kim.command('/slipway', `watch ${SHOP}`, far.id))).toContain(
    'invite',
  );
  for (const channel of [far.id, world.channel.id])
    expect(
      await toldAfter(world, 'kim', () => kim.command('/slipway', `watch ${SHOP} mode:dm`, channel)),
    ).toContain('as direct messages');

  deploy(world);
  await direct(world, 'kim', 'Approval needed');
  expect(slack.messages(world.channel.id)).toHaveLength(1);
});

test('what is typed in the direct messages comes there, and ends there', async () => {
  const world = await startWorld(scoped);
  await world.connect('kim');
  const here = await channelOf(world, 'kim');
  const kim = world.slack.as(world.people.kim.id);
  const say = (text: string) => toldAfter(world, 'kim', () => kim.command('/slipway', text, here));

  expect(await say(`watch ${SHOP}`)).toContain('They come to you alone, as direct messages.');
  expect(await say(`watch ${SHOP} mode:thread`)).toContain('does not fit mode');
  deploy(world);
  await direct(world, 'kim', 'Approval needed');
  expect(await say('watches')).toContain('in your direct messages: acme/shop');
  expect(await say('unwatch')).toContain('Direct messages about acme/shop have ended.');
  expect(await say('watches')).toContain('no watch that still stands');
});

test('it ends from anywhere with mode:dm, and only there', async () => {
  const world = await alone();
  expect(await world.command('kim', '/slipway', `unwatch ${SHOP}`)).toContain(
    'This channel does not watch acme/shop',
  );

  expect(await world.command('kim', '/slipway', `unwatch ${SHOP} mode:dm`)).toContain(
    'Direct messages about acme/shop have ended.',
  );

  expect(await world.command('kim', '/slipway', `unwatch ${SHOP} mode:dm`)).toContain(
    'No direct messages about acme/shop come to you.',
  );
  expect(await world.command('kim', '/slipway', `unwatch ${SHOP} mode:thread`)).toContain(
    'does not fit mode',
  );
});

test('the answer to mode:dm is tried out, and taken back', async () => {
  const world = await startWorld(scoped);
  await world.connect('kim');
  const kim = world.slack.as(world.people.kim.id);
  const answer = await messageAfter(world, 'kim', () =>
    kim.command('/slipway', `watch ${SHOP} mode:dm`, world.channel.id),
  );

  expect(await toldAfter(world, 'kim', () => kim.click(answer, 'Send a test'))).toContain(
    'stands in your direct messages with me now',
  );
  await direct(world, 'kim', 'Test: nothing is being deployed');
  expect(await toldAfter(world, 'kim', () => kim.click(answer, 'Undo'))).toContain(
    'no direct messages about acme/shop come to you any more',
  );
  expect(await world.command('kim', '/slipway', 'watches')).not.toContain('acme/shop');
});

test('a whole group comes to one person alone as well, and ends so', async () => {
  const world = await startWorld(scoped);
  await world.connect('kim');
  expect(await world.command('kim', '/slipway', 'watch acme/* mode:dm')).toContain(
    'in all projects of acme. Not: deployments waiting to be run, starts, successes and cancellations. They come to you alone',
  );

  deploy(world);
  await direct(world, 'kim', 'Approval needed');

  expect(await world.command('kim', '/slipway', 'watches')).toContain('all projects of acme');
  expect(await world.command('kim', '/slipway', 'unwatch acme/* mode:dm')).toContain(
    'Direct messages about all projects of acme have ended.',
  );
  expect(world.slack.messages(world.channel.id)).toEqual([]);
});

describe('who sees that somebody watches for themselves', () => {
  test('they do, anywhere; nobody else does, and not the channel', async () => {
    const world = await alone();
    await world.connect('ana');
    const { slack, people, channel } = world;

    expect(await world.command('kim', '/slipway', 'watches')).toContain(
      'To you alone, as direct messages:\n• acme/shop',
    );
    expect(await world.command('ana', '/slipway', 'watches')).not.toContain('acme/shop');
    const here = await channelOf(world, 'ana');
    const ana = slack.as(people.ana.id);
    expect(await toldAfter(world, 'ana', () => ana.command('/slipway', 'watches', here))).not.toContain(
      'acme/shop',
    );
    expect(await world.command('ana', '/slipway', 'history')).not.toContain('Watch');
    await slack.as(people.kim.id).command('/slipway', 'watches public', channel.id);
    const shown = await slack.waitFor(
      () => slack.messages(channel.id).find((one) => slack.visibleText(one).includes('watches nothing')),
      { what: 'the public list' },
    );
    expect(slack.visibleText(shown)).not.toContain('acme/shop');
  });

  test('whoever runs Slipway sees that there is one, and by whom', async () => {
    const world = await alone();
    world.slack.changeUser(world.people.ana.id, { isAdmin: true });

    const all = await world.command('ana', '/slipway', 'watches all');

    expect(all).toMatch(/a direct message \(D\w+\): acme\/shop – by @Kim Berg/u);
    expect(all).not.toContain('approvals needed');
  });
});

test('whom to call, and what concerns others, is refused for direct messages in words', async () => {
  const world = await startWorld(scoped);
  await world.connect('kim');
  const refusals = [
    [`mention:<@${world.people.ana.id}>`, 'call nobody else'],
    ['confirm:browser', 'it concerns everybody who approves'],
  ] as const;
  for (const [option, words] of refusals)
    expect(await world.command('kim', '/slipway', `watch ${SHOP} mode:dm ${option}`)).toContain(words);
  expect(await world.command('kim', '/slipway', 'watches')).not.toContain('acme/shop');
});

test('whoever loses access is told at once that it has ended, and sees nothing more', async () => {
  const settings = {
    watchCheck: { everyMs: 150, graceMs: 3_600_000 },
    settlePost: { afterMs: 400, againMs: 200 },
    settleDecisionMs: 300,
  };
  const world = await alone({ ...scoped, overrides: { settings } });
  const id = deploy(world);
  const { ts } = await direct(world, 'kim', 'Approval needed');

  world.gitlab.world.setRole(SHOP, 'kim', null);

  const told = await direct(world, 'kim', 'have ended: you can no longer read acme/shop in GitLab');
  expect(world.slack.visibleText(told)).toContain('/slipway watch acme/shop mode:dm');
  await expect.poll(() => auditLines(world, 'lose-watch')).toHaveLength(2);
  world.gitlab.world.reject(id, 'ana');
  deploy(world);
  const { cards, watches } = world.app().ports;
  await expect.poll(() => watches.ofProject(SHOP_ID)).toEqual([]);
  await expect.poll(() => cards.open(SHOP_ID)).toEqual([]);
  const card = directOf(world, 'kim').find((message) => message.ts === ts);
  expect(card === undefined ? '' : world.slack.visibleText(card)).toContain('Approval needed');
  expect(directOf(world, 'kim').filter((one) => world.slack.visibleText(one).includes('paused'))).toEqual([]);
});

test('a failure calls its requester in the channel, not in somebody’s direct messages, whichever comes first', async () => {
  const world = await alone();
  const { slack, channel, people } = world;
  await world.connect('dana');
  await world.watchShop('on:failed');
  slack.faults.add({
    method: 'chat.postMessage',
    times: 1,
    when: (args) => args.channel === channel.id && JSON.stringify(args.blocks).includes('header'),
    kind: 'rate-limit',
    retryAfter: 1,
  });
  world.gitlab.world.fail(deploy(world, 'staging'), 'script_failure');

  const card = await direct(world, 'kim', 'Failed');

  const note = await slack.waitFor(
    () =>
      slack
        .messages(channel.id)
        .flatMap((one) => slack.thread(channel.id, one.ts))
        .find((one) => slack.mentions(one).users.includes(people.dana.id)),
    { what: 'the mention in the channel' },
  );
  expect(slack.visibleText(note)).toContain('this deployment failed at');
  expect(slack.thread(card.channel, card.ts)).toEqual([]);
});
