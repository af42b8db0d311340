import { expect, test } from 'vitest';
import { placedElements } from '../../sandbox/slack/elements.ts';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { cardSays, click, nothingStrange, toldAfter, waitingCard } from '../support/acts.ts';
import { cards } from '../support/card.ts';
import {
  addProject,
  deployTo,
  groupWorld,
  said,
  saying,
  trailOf,
  watchAcme,
} from '../support/group-world.ts';
import { SHOP, type TestWorld } from '../support/world.ts';

const question = (world: TestWorld): Promise<StoredMessage> =>
  said(world, 'all projects of acme are paused in this channel');

const listed = (world: TestWorld): Promise<string> => world.command('dana', '/slipway', 'watches');

/** Another channel, where Ana watches the shop for itself. */
async function otherChannel(world: TestWorld): Promise<string> {
  const { id } = world.slack.addChannel({
    name: 'other',
    members: [world.people.ana.id],
    botIsMember: true,
  });
  await toldAfter(world, 'ana', () =>
    world.slack.as(world.people.ana.id).command('/slipway', `watch ${SHOP} on:started`, id),
  );
  return id;
}

/** Kim watches Acme with two projects, and may read neither any more. */
async function lostGroup(graceMs?: number): Promise<TestWorld> {
  const world = await groupWorld(graceMs === undefined ? {} : { graceMs });
  addProject(world, 'acme/tools/lint', ['kim', 'dana', 'ana']);
  await world.connect('ana');
  await watchAcme(world, 'kim', 'on:started');
  await expect.poll(() => listed(world)).toContain('2 projects');
  world.gitlab.world.setRole('acme/tools', 'kim', null);
  world.gitlab.world.setRole('acme/tools/lint', 'kim', null);
  world.gitlab.world.setRole(SHOP, 'kim', null);
  world.gitlab.world.setRole('acme/release', 'kim', null);
  return world;
}

test('when the maker may read the group no more, the channel is asked once, and somebody who may keeps it', async () => {
  const world = await lostGroup();
  const { kim, ana } = world.people;

  const asked = await question(world);
  const words = world.slack.visibleText(asked);
  expect(words).toContain('set up by @Kim Berg, who can no longer read all projects of acme in GitLab');
  expect(words).toContain('until somebody who may read the group in GitLab keeps them');
  const other = await otherChannel(world);
  const missed = deployTo(world, SHOP);
  await said(world, `#${missed}`, other);
  expect(cards(world)).toEqual([]);

  expect(await click(world, 'ana', asked, 'Keep watching')).toContain(
    'The notices for all projects of acme are in your name now',
  );

  await cardSays(world, missed, 'Deploying');
  await cardSays(world, deployTo(world, 'acme/tools/lint'), 'Deploying');
  await said(world, '@Ana Costa took over the deployment notices for all projects of acme');
  const closed = await said(world, '@Ana Costa keeps them');
  expect(closed.ts).toBe(asked.ts);
  expect(placedElements(closed.blocks)).toEqual([]);
  expect(saying(world, 'paused in this channel')).toHaveLength(1);
  expect(await trailOf(world)).toEqual(
    expect.arrayContaining([
      `lose-watch gitlab-not-found ${kim.id} acme/*`,
      `take-over-watch done ${ana.id} acme/*`,
    ]),
  );
  nothingStrange(world);
});

test('whoever keeps a group’s watch shows what they may read themselves', async () => {
  const world = await lostGroup();
  addProject(world, 'acme/tools/secret', ['dana']);
  world.gitlab.world.setRole('acme/tools/lint', 'ana', null);

  expect(await click(world, 'ana', await question(world), 'Keep watching')).toContain(
    '2 projects of the group that you may not read are left out',
  );

  expect(await listed(world)).toContain('1 project, 2 more hidden from whoever set it up');
  deployTo(world, 'acme/tools/secret');
  await cardSays(world, deployTo(world, SHOP), 'Deploying');
  expect(cards(world)).toHaveLength(1);
});

test('whoever may not read the group can neither keep its watch nor stop it', async () => {
  const world = await lostGroup();
  await world.connect('gus');
  const asked = await question(world);

  const kept = await click(world, 'gus', asked, 'Keep watching');
  expect(kept).toContain('GitLab does not let you read the deployments of acme/*');
  expect(await click(world, 'gus', asked, 'Stop')).toContain('It was left as it is');

  expect(await listed(world)).toContain('paused until');
  expect(await trailOf(world)).toEqual(
    expect.arrayContaining([
      `take-over-watch watch-unreadable ${world.people.gus.id} acme/*`,
      `unwatch watch-of-others ${world.people.gus.id} acme/*`,
    ]),
  );
  nothingStrange(world);
});

test('a stranger to its projects keeps no watch of a group that GitLab shows to everybody', async () => {
  const world = await lostGroup();
  world.gitlab.world.addProject({
    path: 'acme/site',
    visibility: 'public',
    members: { watcher: 'reporter' },
  });
  world.gitlab.world.archiveProject('acme/site');
  world.gitlab.world.setRole(SHOP, 'gus', null);
  await world.connect('gus');

  expect(await click(world, 'gus', await question(world), 'Keep watching')).toContain(
    'GitLab does not let you read the deployments of acme/*',
  );
  expect(await listed(world)).toContain('paused until');
});

test('a group’s watch goes on by itself once whoever set it up may read again', async () => {
  const world = await groupWorld();
  await watchAcme(world, 'kim', 'on:started');
  await world.command('kim', '/slipway', 'disconnect');
  const asked = await question(world);
  expect(world.slack.visibleText(asked)).toContain('connect again with /slipway connect');

  await world.connect('kim');

  const closed = await said(world, '@Kim Berg may read the group again, so they go on');
  expect(closed.ts).toBe(asked.ts);
  await cardSays(world, deployTo(world, SHOP), 'Deploying');
  expect(await listed(world)).not.toContain('paused');
  expect(saying(world, 'paused in this channel')).toHaveLength(1);
  nothingStrange(world);
});

test('a group’s watch that nobody keeps ends, and the channel and its maker are told', async () => {
  const world = await lostGroup(700);

  await said(world, 'Nobody kept them in time');

  await said(world, 'and nobody took them over');
  const told = await world.slack.waitFor(
    () =>
      world.slack
        .directMessages(world.people.kim.id)
        .find((one) => world.slack.visibleText(one).includes('have ended')),
    { what: 'words for kim' },
  );
  expect(world.slack.visibleText(told)).toContain('you can no longer read all projects of acme in GitLab');
  await expect.poll(() => listed(world)).toContain('watches nothing yet');
  expect(await world.app().ports.watches.all()).toEqual([]);
  expect(await trailOf(world)).toContain(`lose-watch done ${world.people.kim.id} acme/*`);
  nothingStrange(world);
});

test('whoever may read stops a paused watch of a group at once, and a second answer is told so', async () => {
  const world = await lostGroup();
  const asked = await question(world);

  expect(await click(world, 'ana', asked, 'Stop')).toContain('no longer watches all projects of acme');

  expect((await said(world, '@Ana Costa stopped them')).ts).toBe(asked.ts);
  const words = await toldAfter(world, 'dana', () =>
    world.slack.as(world.people.dana.id).click(asked, 'Keep watching', { asSeen: true }),
  );
  expect(words).toContain('settled already');
  expect(await listed(world)).toContain('watches nothing yet');
});

test('the watch of somebody who lost one project of a group goes on for the others without a question', async () => {
  const world = await groupWorld();
  addProject(world, 'acme/tools/lint');
  await watchAcme(world, 'kim', 'on:started');
  await expect.poll(() => listed(world)).toContain('2 projects');

  world.gitlab.world.setRole(SHOP, 'kim', 'guest');

  await expect.poll(() => listed(world)).toContain('1 project, 1 more hidden from whoever set it up');
  expect(saying(world, 'paused')).toEqual([]);
});

test('while a group’s watch is paused, approvals it marks are still confirmed in the browser', async () => {
  const world = await groupWorld();
  await world.connect('ana');
  await watchAcme(world, 'kim', 'env:production confirm:browser');
  const { card } = await waitingCard(world);
  await world.command('kim', '/slipway', 'disconnect');
  await question(world);

  const words = await click(world, 'ana', card, 'Approve');

  expect(words).toContain('confirm');
  expect(
    world.gitlab.requests.filter(({ path, method }) => method === 'POST' && path.endsWith('/approval')),
  ).toEqual([]);
});

test('a marked project that leaves its group’s watch takes the mark along, and that is on record', async () => {
  const world = await groupWorld();
  addProject(world, 'acme/tools/lint');
  await watchAcme(world, 'kim', 'env:production confirm:browser');
  await expect.poll(() => listed(world)).toContain('2 projects');

  world.gitlab.world.setRole(SHOP, 'kim', 'guest');

  await expect
    .poll(() => trailOf(world))
    .toContain(`lose-watch done ${world.people.kim.id} acme/shop confirm:browser dropped`);
});

test('a paused watch of a group that is deleted meanwhile ends in time all the same', async () => {
  const world = await lostGroup(900);
  await question(world);
  world.gitlab.world.deleteGroup('acme');

  await said(world, 'Nobody kept them in time');
  await expect.poll(() => listed(world)).toContain('watches nothing yet');
});
