import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { messageAfter, nothingStrange, toldAfter } from '../support/acts.ts';
import { type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const as = (world: TestWorld, name: PersonName) => world.slack.as(world.people[name].id);

const listFor = (world: TestWorld, name: PersonName, channel = world.channel.id): Promise<StoredMessage> =>
  messageAfter(world, name, () => as(world, name).command('/slipway', 'watches', channel));

/** Picks an entry of the menu beside the first watch. */
const pick = (world: TestWorld, name: PersonName, list: StoredMessage, option: string): Promise<string> =>
  toldAfter(world, name, () => as(world, name).click(list, { actionId: 'watch-row:0', option }));

/** A channel nobody but Kim is in, with a watch of hers. */
async function privateChannel(world: TestWorld) {
  const channel = world.slack.addChannel({
    name: 'secret-plans',
    isPrivate: true,
    members: [world.people.kim.id],
    botIsMember: true,
  });
  await as(world, 'kim').command('/slipway', `watch ${SHOP}`, channel.id);
  await world.slack.waitFor(() => world.slack.messages(channel.id)[0], { what: 'the announcement' });
  return channel;
}

test('each watch of a list can be edited, tried out and removed', async () => {
  const world = await startWorld();
  await world.watchShop();
  const list = await listFor(world, 'kim');
  expect(world.slack.visibleText(list)).toContain('acme/shop: approvals needed and failures');

  expect(await pick(world, 'kim', list, 'Send a test')).toContain('stands in #deploys now');
  await as(world, 'kim').click(list, { actionId: 'watch-row:0', option: 'Edit…' });
  await world.slack.waitFor(() => world.slack.view(world.people.kim.id)?.title === 'Change a watch', {
    what: 'the form',
  });
  expect(await pick(world, 'kim', list, 'Remove')).toContain('no longer watches acme/shop');
  expect(await pick(world, 'kim', list, 'Remove')).toContain('Nothing was done by this click');
  expect(world.slack.visibleText(await listFor(world, 'kim'))).toContain('watches nothing yet');
  nothingStrange(world);
});

test('whoever may not read the project can neither try a watch out nor remove it', async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('gus');
  const list = await listFor(world, 'gus');

  expect(await pick(world, 'gus', list, 'Send a test')).toContain('It was left as it is');
  expect(await pick(world, 'gus', list, 'Remove')).toContain('It was left as it is');
  expect(world.slack.visibleText(await listFor(world, 'ana'))).toContain('acme/shop');
});

test('a list tells nothing of channels that whoever asks is not in', async () => {
  const world = await startWorld();
  await world.watchShop();
  const secret = await privateChannel(world);

  for (const name of ['ana', 'kim'] as const) {
    const list = await listFor(world, name);
    expect(JSON.stringify(list.blocks)).not.toContain(secret.id);
    expect(world.slack.visibleText(list)).not.toContain('secret-plans');
  }
});

test('in a direct message it is what one has set up oneself, wherever', async () => {
  const world = await startWorld();
  await world.watchShop();
  const secret = await privateChannel(world);
  const direct = (name: PersonName) =>
    world.slack.waitFor(() => world.slack.directMessages(world.people[name].id)[0]?.channel, {
      what: `a direct message to ${name}`,
    });
  await world.connect('ana');

  const mine = await listFor(world, 'kim', await direct('kim'));
  expect(JSON.stringify(mine.blocks)).toContain(`<#${world.channel.id}>`);
  expect(JSON.stringify(mine.blocks)).toContain(`<#${secret.id}>`);
  const hers = await listFor(world, 'ana', await direct('ana'));
  expect(world.slack.visibleText(hers)).toContain('You have set up no watch that still stands');
  expect(await pick(world, 'kim', mine, 'Remove')).toMatch(
    /#(?:deploys|secret-plans) no longer watches acme\/shop/u,
  );
  nothingStrange(world);
});

test('what keeps a watch from showing anything stands beside it', async () => {
  const world = await startWorld();
  await world.watchShop();
  world.slack.kickBot(world.channel.id);
  world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v1' });

  await world.slack.waitFor(
    () =>
      world.slack
        .directMessages(world.people.kim.id)
        .some((one) => world.slack.visibleText(one).includes("can't post in")),
    { what: 'words for kim' },
  );
  const list = await listFor(world, 'kim', world.slack.directMessages(world.people.kim.id)[0]?.channel);
  expect(world.slack.visibleText(list)).toContain('I cannot post in the channel');
});

test.each([
  ['cannot be read any more', 'project-unreadable', "Slipway's own reading token cannot read the project"],
  ['was archived', 'project-archived', 'Nothing new comes: the project is archived'],
] as const)('a project that %s is marked in the list', async (_what, code, words) => {
  const world = await startWorld();
  await world.watchShop();
  const { watches, troubles } = world.app().ports;
  const [{ project } = {}] = await watches.all();
  if (project === undefined) throw new Error('nothing is watched');
  const place = code === 'project-archived' ? { archived: project } : { project };
  const trouble = { code, since: 1, times: 3, nextTryAt: 1 };

  await troubles.put(place, { ...trouble, told: false });
  expect(world.slack.visibleText(await listFor(world, 'kim'))).not.toContain('Nothing new comes');
  await troubles.put(place, { ...trouble, told: true });
  expect(world.slack.visibleText(await listFor(world, 'kim'))).toContain(words);
});
