import { expect, test } from 'vitest';
import type { OpenView, StoredMessage } from '../../sandbox/slack/model.ts';
import { click, messageAfter, nothingStrange, toldAfter } from '../support/acts.ts';
import { addProject, groupWorld, said, saying, trailOf, watchAcme } from '../support/group-world.ts';
import { clickOn } from '../support/raw-slack.ts';
import { followLink, linkIn, type PersonName, SHOP, type TestWorld } from '../support/world.ts';

const as = (world: TestWorld, name: PersonName) => world.slack.as(world.people[name].id);

const listFor = (world: TestWorld, name: PersonName, text = 'watches', channel = world.channel.id) =>
  messageAfter(world, name, () => as(world, name).command('/slipway', text, channel));

/** Picks an entry of the menu beside the first watch. */
const pick = (world: TestWorld, name: PersonName, list: StoredMessage, option: string): Promise<string> =>
  toldAfter(world, name, () => as(world, name).click(list, { actionId: 'watch-row:0', option }));

/** The dialog a person has open, once it says `words`. */
const dialog = (world: TestWorld, name: PersonName, words: string): Promise<OpenView> =>
  world.slack.waitFor(
    () => {
      const view = world.slack.view(world.people[name].id);
      return view !== undefined && world.slack.visibleText(view).includes(words) ? view : undefined;
    },
    { what: `a dialog that says "${words}"` },
  );

/** A channel nobody but Kim is in, which watches Acme. */
async function secretChannel(world: TestWorld) {
  const channel = world.slack.addChannel({
    name: 'secret-plans',
    isPrivate: true,
    members: [world.people.kim.id],
    botIsMember: true,
  });
  await as(world, 'kim').command('/slipway', 'watch acme/*', channel.id);
  await said(world, 'set up deployment notices', channel.id);
  return channel;
}

test('a group stands in the list with how far it reaches, and can be tried out, edited and removed there', async () => {
  const world = await groupWorld();
  addProject(world, 'acme/vault', ['dana']);
  await watchAcme(world, 'kim');
  await world.command('kim', '/slipway', `watch ${SHOP}`);
  const list = await listFor(world, 'kim');
  expect(world.slack.visibleText(list)).toContain(
    'all projects of acme: approvals needed and failures, for every environment – 1 project, 1 more hidden from whoever set it up',
  );

  expect(await pick(world, 'kim', list, 'Send a test')).toContain('stands in #deploys now');
  await said(world, '@Kim Berg tries out the deployment notices for all projects of acme');
  await as(world, 'kim').click(list, { actionId: 'watch-row:0', option: 'Edit…' });
  await dialog(world, 'kim', 'All projects of acme');
  expect(await pick(world, 'kim', list, 'Remove')).toContain('no longer watches all projects of acme');
  expect(await pick(world, 'kim', list, 'Remove')).toContain('Nothing was done by this click');

  const left = world.slack.visibleText(await listFor(world, 'kim'));
  expect(left).not.toContain('all projects of');
  expect(left).toContain(SHOP);
  expect(await trailOf(world)).toContain(`unwatch done ${world.people.kim.id} acme/*`);
  nothingStrange(world);
});

test('whoever may read none of the projects can neither try a group’s watch out nor remove it', async () => {
  const world = await groupWorld();
  await watchAcme(world, 'kim');
  await world.connect('gus');
  const list = await listFor(world, 'gus');

  expect(await pick(world, 'gus', list, 'Send a test')).toContain('It was left as it is');
  expect(await pick(world, 'gus', list, 'Remove')).toContain('It was left as it is');

  expect(saying(world, 'Test: nothing')).toEqual([]);
  expect(world.slack.visibleText(await listFor(world, 'ana'))).toContain('all projects of acme');
  const [watched] = await world.app().ports.groupWatches.all();
  expect(await trailOf(world)).toContain(
    `unwatch watch-of-others ${world.people.gus.id} ${watched?.group}/*`,
  );
});

test('a colleague who may read it ends a group’s watch, and the channel hears who did', async () => {
  const world = await groupWorld();
  await watchAcme(world, 'kim');
  await world.connect('ana');

  // It is all that the channel watches.
  expect(await world.command('ana', '/slipway', 'unwatch')).toContain(
    'no longer watches all projects of acme',
  );

  await said(
    world,
    '@Ana Costa ended the deployment notices for all projects of acme in this channel, which @Kim Berg had set up',
  );
});

test('a group watched in a channel that somebody is not in shows in no list of theirs', async () => {
  const world = await groupWorld();
  const secret = await secretChannel(world);
  await world.connect('ana');
  const direct = (name: PersonName) =>
    world.slack.waitFor(() => world.slack.directMessages(world.people[name].id)[0]?.channel, {
      what: `a direct message to ${name}`,
    });

  for (const channel of [world.channel.id, await direct('ana')]) {
    const list = await listFor(world, 'ana', 'watches', channel);
    expect(JSON.stringify(list.blocks)).not.toContain(secret.id);
    expect(world.slack.visibleText(list)).not.toContain('acme');
  }
  const mine = await listFor(world, 'kim', 'watches', await direct('kim'));
  expect(JSON.stringify(mine.blocks)).toContain(`<#${secret.id}>`);
  // The very menu in the hands of somebody else.
  const own = await listFor(world, 'kim', 'watches', await direct('kim'));
  expect(await pick(world, 'kim', own, 'Remove')).toContain(
    '#secret-plans no longer watches all projects of acme',
  );
  nothingStrange(world);
});

test('the button of a group’s watch in a channel that somebody is not in does nothing for them', async () => {
  const world = await groupWorld();
  const secret = await secretChannel(world);
  await world.connect('ana');
  const [watch] = await world.app().ports.groupWatches.all();
  const value = `${secret.id}.g${watch?.group}.${watch?.madeAt}`;
  const here = await listFor(world, 'ana');

  for (const action of ['watch-edit', 'watch-test']) {
    const words = await toldAfter(world, 'ana', () =>
      as(world, 'ana').raw(clickOn(world, here, action, value, 'ana')),
    );
    expect(words).toContain('This is for the people who run Slipway');
  }
  expect(world.slack.view(world.people.ana.id)).toBeUndefined();
  expect(saying(world, 'Test: nothing', secret.id)).toEqual([]);
});

test('operators see the groups of all channels, page by page, and end them from elsewhere', async () => {
  const world = await groupWorld();
  const secret = await secretChannel(world);
  for (let number = 0; number < 9; number += 1) {
    const { id } = world.slack.addChannel({
      name: `team-${number}`,
      members: [world.people.kim.id],
      botIsMember: true,
    });
    await toldAfter(world, 'kim', () => as(world, 'kim').command('/slipway', 'watch acme/*', id));
  }
  await world.app().stop();
  await world.startBot({}, { OPERATORS: world.people.ana.id });

  const pages = [
    await listFor(world, 'ana', 'watches all'),
    await listFor(world, 'ana', 'watches all page:2'),
  ];

  const words = pages.map((page) => world.slack.visibleText(page)).join('\n');
  expect(words).toContain('10 watches in all channels, page 1 of 2');
  expect(words).toContain(
    'all projects of acme: approvals needed and failures, for every environment – 1 project',
  );
  expect(words).toContain(secret.id);
  // The name of a private channel is left to Slack, which shows it to its members alone.
  expect(JSON.stringify(pages.map(({ blocks }) => blocks))).not.toContain('secret-plans');
  expect(await world.command('ana', '/slipway', `unwatch acme/* channel:${secret.id}`)).toContain(
    'no longer watches all projects of acme',
  );
  await said(world, '@Ana Costa ended the deployment notices', secret.id);
  expect(await world.command('kim', '/slipway', `unwatch acme/* channel:${secret.id}`)).toContain(
    'This is for the people who run Slipway',
  );
});

test('the form takes a group, offers environments of its projects, and does what the command does', async () => {
  const world = await groupWorld();
  addProject(world, 'acme/tools/lint');
  await as(world, 'kim').command('/slipway', 'watch', world.channel.id);
  await dialog(world, 'kim', 'All projects of a group: group/*');
  await as(world, 'kim').submit({ 'watch-project': 'acme/*' });
  const form = await dialog(world, 'kim', 'All projects of acme');
  expect(JSON.stringify(form)).toContain('"production"');

  const words = await toldAfter(world, 'kim', () =>
    as(world, 'kim').submit({ 'watch-environments': ['staging'], 'watch-on': ['started', 'failed'] }),
  );

  expect(words).toContain('starts and failures, for environment staging, in all projects of acme');
  expect(words).toContain('It covers 2 projects now');
  nothingStrange(world);
});

test('Edit opens the form of a group with what its watch says now, and changes it; the form offers it, too', async () => {
  const world = await groupWorld();
  const answer = await watchAcme(world, 'kim', 'env:production,review/* tier:!staging by:dana on:failed');
  await as(world, 'kim').click(answer, 'Edit');
  await dialog(world, 'kim', 'What comes');

  const words = await toldAfter(world, 'kim', () =>
    as(world, 'kim').submit({ 'watch-on': ['failed', 'canceled'] }),
  );

  expect(words).toContain(
    'Changed. You will get: failures and cancellations, for environments production and review/*',
  );
  expect(words).toContain('deployed by dana, in all projects of acme');
  await as(world, 'kim').command('/slipway', 'watch', world.channel.id);
  await dialog(world, 'kim', 'Its path like');
  const [group] = await world.app().ports.groupWatches.all();
  await as(world, 'kim').submit({ 'watch-watched': `${group?.group}/*` });
  await dialog(world, 'kim', 'All projects of acme');
});

test('whoever cannot see the group gets no form of it, and whoever may not read it cannot send one', async () => {
  const world = await groupWorld();
  const answer = await watchAcme(world, 'kim', 'env:production');
  await world.connect('gus');
  const list = await listFor(world, 'gus');
  await as(world, 'gus').click(list, { actionId: 'watch-row:0', option: 'Edit…' });
  await dialog(world, 'gus', 'What comes');

  const refused = await toldAfter(world, 'gus', () => as(world, 'gus').submit({ 'watch-on': ['canceled'] }));

  expect(refused).not.toContain('You will get');
  world.gitlab.world.setRole(SHOP, 'gus', null);
  await as(world, 'gus').click(list, { actionId: 'watch-row:0', option: 'Edit…' });
  await dialog(world, 'gus', 'GitLab shows you no project');
  expect(await world.command('kim', '/slipway', 'watches')).toContain('environment production');
  expect(world.slack.visibleText(answer)).toContain('environment production');
});

test.each([
  ['https://elsewhere.example/groups/acme', 'so I did not open it'],
  ['ac me/*', 'does not fit'],
])('a group that cannot be read as one is told where it was typed: %s', async (typed, words) => {
  const world = await groupWorld();
  await as(world, 'kim').command('/slipway', 'watch', world.channel.id);
  await dialog(world, 'kim', 'Its path like');
  await as(world, 'kim').submit({ 'watch-project': typed });
  expect(world.slack.view(world.people.kim.id)?.errors?.['watch-project']).toContain(words);
});

test('whoever is not connected watches a group from the form once they are', async () => {
  const world = await groupWorld();
  await as(world, 'ana').command('/slipway', 'watch env:production', world.channel.id);
  await dialog(world, 'ana', 'Its path like');
  await as(world, 'ana').submit({ 'watch-project': 'acme/*' });
  const offer = await dialog(world, 'ana', 'connect your GitLab account');

  const words = await toldAfter(world, 'ana', () => followLink(world, 'ana', linkIn(offer)));

  expect(words).toContain('for environment production, in all projects of acme');
});

test('the history shows what was done to a group’s watch to whoever reads the group, and to nobody else', async () => {
  const world = await groupWorld();
  await world.connect('ana');
  await world.connect('gus');
  const answer = await watchAcme(world, 'kim');
  await click(world, 'kim', answer, 'Undo');

  const seen = await world.command('ana', '/slipway', 'history acme/*');
  expect(seen).toMatch(/Watch acme\/./u);
  expect(seen).toMatch(/Stop watching acme\/./u);
  expect(await world.command('gus', '/slipway', 'history acme/*')).not.toContain('Stop watching');
  expect(await world.command('gus', '/slipway', 'history')).not.toContain('Stop watching');
});
