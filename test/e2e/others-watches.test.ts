import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { ChannelId } from '../../src/core/ids.ts';
import { messageAfter, nothingStrange, toldAfter } from '../support/acts.ts';
import { clickOn } from '../support/raw-slack.ts';
import { followLink, linkIn, type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const said = (world: TestWorld, words: string, channel = world.channel.id): Promise<StoredMessage> =>
  world.slack.waitFor(
    () => world.slack.messages(channel).find((one) => world.slack.visibleText(one).includes(words)),
    { what: `a message that says "${words}"` },
  );

const trail = async (world: TestWorld): Promise<string[]> =>
  (await world.app().ports.audit.newest(100)).map(
    (line) => `${line.act} ${line.outcome} ${line.person?.user ?? '-'} ${line.channel ?? '-'}`,
  );

/** Kim's watch here, and one of hers in a private channel that only she is in. */
async function twoWatches() {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  const secret = slack.addChannel({
    name: 'merger',
    isPrivate: true,
    members: [people.kim.id],
    botIsMember: true,
  });
  await toldAfter(world, 'kim', () =>
    slack.as(people.kim.id).command('/slipway', `watch ${SHOP}`, secret.id),
  );
  return { world, secret };
}

const makeAdmin = (world: TestWorld, name: PersonName): void =>
  world.slack.changeUser(world.people[name].id, { isAdmin: true });

test("somebody who may read the project ends another person's watch, and the channel hears who did", async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('ana');

  expect(await world.command('ana', '/slipway', 'unwatch')).toContain('no longer watches acme/shop');

  await said(
    world,
    '@Ana Costa ended the deployment notices for acme/shop in this channel, which @Kim Berg had set up',
  );
  nothingStrange(world);
});

test('whoever set a watch up ends it in silence, even when they may no longer read the project', async () => {
  const world = await startWorld();
  await world.watchShop();
  world.gitlab.world.setRole(SHOP, 'kim', null);

  expect(await world.command('kim', '/slipway', 'unwatch')).toContain('no longer watches acme/shop');
  expect(world.slack.messages(world.channel.id)).toHaveLength(1);
});

test("whoever may not read the project can't end another person's watch", async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('gus');

  const words = await world.command('gus', '/slipway', 'unwatch');

  expect(words).toContain('Somebody else set this watch up');
  expect(words).toContain('Ask whoever set it up');
  expect(await world.command('kim', '/slipway', 'watches')).toContain('acme/shop');
  expect(await trail(world)).toContain(`unwatch watch-of-others ${world.people.gus.id} ${world.channel.id}`);
  nothingStrange(world);
});

test("whoever is not connected is asked to connect, and then ends another person's watch", async () => {
  const world = await startWorld();
  await world.watchShop();
  const offer = await messageAfter(world, 'dana', () =>
    world.slack.as(world.people.dana.id).command('/slipway', 'unwatch', world.channel.id),
  );
  expect(await world.command('kim', '/slipway', 'watches')).toContain('acme/shop');

  await followLink(world, 'dana', linkIn(offer));

  await said(world, '@Dana Ruiz ended the deployment notices');
});

test("an admin ends another person's watch without a GitLab account", async () => {
  const world = await startWorld({ withoutBot: true });
  makeAdmin(world, 'dana');
  await world.startBot();
  await world.watchShop();
  expect(await world.command('dana', '/slipway', 'unwatch')).toContain('no longer watches acme/shop');
  await said(world, '@Dana Ruiz ended the deployment notices');
});

test('a watch that replaces another person’s says so in the channel', async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('ana');

  expect(await world.command('ana', '/slipway', `watch ${SHOP} on:failed`)).toContain('Changed.');

  await said(world, "which @Kim Berg had set up; they are in @Ana Costa's name now");
});

test("a guest of the project can't replace a watch, and that is on record", async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('gus');

  expect(await world.command('gus', '/slipway', `watch ${SHOP} on:failed`)).toContain('GitLab');
  expect(await world.command('kim', '/slipway', 'watches')).toContain('approvals needed and failures');
  expect(await trail(world)).toContain(`watch gitlab-forbidden ${world.people.gus.id} ${world.channel.id}`);
});

test('only operators see what all channels watch, or end it from elsewhere', async () => {
  const { world, secret } = await twoWatches();
  await world.connect('ana');

  for (const text of [
    'watches all',
    `unwatch ${SHOP} channel:${secret.id}`,
    `unwatch channel:<#${secret.id}|merger>`,
  ]) {
    const words = await world.command('ana', '/slipway', text);
    expect(words).toContain('This is for the people who run Slipway');
    expect(words).toContain('Ask one of them');
    expect(words).not.toContain(SHOP);
  }
  expect(await trail(world)).toEqual(
    expect.arrayContaining([
      `command operators-only ${world.people.ana.id} ${world.channel.id}`,
      `unwatch operators-only ${world.people.ana.id} ${secret.id}`,
    ]),
  );
  expect(await world.app().ports.watches.all()).toHaveLength(2);
  nothingStrange(world);
});

test('an operator sees the watches of all channels, private ones by their id, and ends one from elsewhere', async () => {
  const { world, secret } = await twoWatches();
  const app = world.people.ana;
  await world.app().stop();
  await world.startBot({}, { OPERATORS: app.id });

  const before = world.slack.messages(world.channel.id).length;
  const list = await messageAfter(world, 'ana', () =>
    world.slack.as(app.id).command('/slipway', 'watches all public', world.channel.id),
  );
  const words = world.slack.visibleText(list);
  expect(words).toContain('2 watches in all channels');
  expect(words).toContain(secret.id);
  // The name of a private channel is left to Slack, which shows it to its members alone.
  expect(JSON.stringify(list.blocks)).not.toContain('merger');
  expect(world.slack.messages(world.channel.id)).toHaveLength(before);

  expect(await world.command('ana', '/slipway', `unwatch ${SHOP} channel:${secret.id}`)).toContain(
    'no longer watches acme/shop',
  );
  await said(world, '@Ana Costa ended the deployment notices', secret.id);
  expect(await world.command('kim', '/slipway', 'watches')).toContain('acme/shop');
  expect(await world.command('ana', '/slipway', `unwatch ${SHOP} channel:${secret.id}`)).toContain(
    'does not watch',
  );
  expect(await world.command('ana', '/slipway', 'unwatch channel:merger')).toContain('does not fit');
});

test('a made-up entry for a channel one is not in neither shows its watch, nor tries it out, nor ends it', async () => {
  const { world, secret } = await twoWatches();
  const { slack, people, channel } = world;
  await world.connect('ana');
  const list = await messageAfter(world, 'ana', () =>
    slack.as(people.ana.id).command('/slipway', 'watches', channel.id),
  );
  const [hidden] = (await world.app().ports.watches.all()).map(({ project }) => String(project));
  const { watches, settings } = world.app().ports;
  const [watch] = await watches.ofChannel(settings.team, ChannelId.parse(secret.id));
  const before = slack.messages(secret.id).length;

  for (const entry of ['test', 'remove', 'edit']) {
    const selected_option = { value: `${entry}:${secret.id}.${hidden}.${watch?.madeAt}` };
    const click = {
      ...clickOn(world, list, 'watch-row:0', '', 'ana'),
      actions: [{ type: 'overflow', action_id: 'watch-row:0', block_id: 'b', selected_option }],
    };
    const words = await toldAfter(world, 'ana', () => slack.as(people.ana.id).raw(click));
    expect(words).toContain('This is for the people who run Slipway');
  }

  expect(slack.messages(secret.id)).toHaveLength(before);
  expect(slack.view(people.ana.id)).toBeUndefined();
  expect(await watches.ofChannel(settings.team, ChannelId.parse(secret.id))).toHaveLength(1);
  expect(await trail(world)).toEqual(
    expect.arrayContaining([
      `watch operators-only ${people.ana.id} ${secret.id}`,
      `unwatch operators-only ${people.ana.id} ${secret.id}`,
      `command operators-only ${people.ana.id} ${channel.id}`,
    ]),
  );
});
