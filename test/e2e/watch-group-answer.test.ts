import { expect, test } from 'vitest';
import { placedElements } from '../../sandbox/slack/elements.ts';
import { cardSays, click, nothingStrange, toldAfter } from '../support/acts.ts';
import { addProject, deployTo, groupWorld, said, trailOf, watchAcme } from '../support/group-world.ts';
import { controlIn } from '../support/raw-slack.ts';
import { type PersonName, SHOP, type TestWorld } from '../support/world.ts';

/** Requests of a preview, by whose connection they were sent. */
const looksAs = (world: TestWorld, name: PersonName, from: number) =>
  world.gitlab.requests
    .slice(from)
    .filter(
      ({ path, query, user }) => user === name && path.endsWith('/deployments') && 'updated_after' in query,
    );

const listed = (world: TestWorld): Promise<string> => world.command('dana', '/slipway', 'watches');

test('the answer counts over the projects of the group, with the rights of whoever asks', async () => {
  const world = await groupWorld();
  addProject(world, 'acme/tools/lint');
  addProject(world, 'acme/vault', ['dana']);
  for (const path of [SHOP, SHOP, 'acme/tools/lint', 'acme/vault'])
    world.gitlab.world.fail(deployTo(world, path));

  const before = world.gitlab.requests.length;
  const words = world.slack.visibleText(await watchAcme(world, 'kim', 'on:failed'));

  expect(words).toContain('In the last 7 days it matched 3 deployments, fewer than one a day.');
  expect(looksAs(world, 'kim', before)).toHaveLength(2);
  nothingStrange(world);
});

test('of a large group the answer says in how many of its projects it looked, the most active first', async () => {
  const world = await groupWorld({ everyMs: 3_600_000 });
  for (let number = 0; number < 22; number += 1) addProject(world, `acme/tools/number-${number}`);
  // The oldest of all; what was deployed there lately makes it no busier, but the commit does.
  world.gitlab.world.addCommit(SHOP, { title: 'The newest of all' });
  world.gitlab.world.fail(deployTo(world, SHOP));

  const before = world.gitlab.requests.length;
  const words = world.slack.visibleText(await watchAcme(world, 'kim', 'on:failed'));

  expect(words).toContain('It covers 23 projects now');
  expect(words).toContain(
    'it matched 1 deployment, fewer than one a day, in the 20 most active of its 23 projects.',
  );
  expect(looksAs(world, 'kim', before)).toHaveLength(20);
});

test('a test of a group’s watch comes into the channel', async () => {
  const world = await groupWorld();
  const answer = await watchAcme(world, 'kim');

  expect(await click(world, 'kim', answer, 'Send a test')).toContain(
    'A test for all projects of acme stands in #deploys',
  );

  const sent = await said(world, 'Test: nothing is being deployed');
  expect(placedElements(sent.blocks)).toEqual([]);
  nothingStrange(world);
});

const expectLine = (world: TestWorld, what: string, detail: string): string =>
  `${what} ${world.people.kim.id} acme/* ${detail}`;

test('a new watch of a group is taken back once, with those of its projects', async () => {
  const world = await groupWorld();
  const answer = await watchAcme(world, 'kim', 'on:started');

  expect(await click(world, 'kim', answer, 'Undo')).toContain(
    'this channel does not watch all projects of acme any more',
  );

  expect(await listed(world)).toContain('watches nothing yet');
  expect(await world.app().ports.watches.all()).toEqual([]);
  expect(await click(world, 'kim', answer, 'Undo')).toContain('Nothing was done by this click');
  expect(await click(world, 'kim', answer, 'Send a test')).toContain(
    'was changed, ended or undone meanwhile',
  );
  expect(await trailOf(world)).toContain(expectLine(world, 'unwatch done', 'undo'));
  nothingStrange(world);
});

test('taking back a change restores what the group’s watch said, for every project it covered', async () => {
  const world = await groupWorld();
  await world.connect('ana');
  addProject(world, 'acme/tools/lint');
  await watchAcme(world, 'kim', 'env:staging on:started');
  const changed = await watchAcme(world, 'ana', 'env:production');
  expect(world.slack.visibleText(changed)).toContain('It covers 1 project now');

  const words = await click(world, 'ana', changed, 'Undo');

  expect(words).toContain('the watch of all projects of acme is as it was before, set up by @Kim Berg');
  expect(words).toContain('starts, for environment staging');
  await expect.poll(() => listed(world)).toContain('starts, for environment staging – 2 projects');
  await cardSays(world, deployTo(world, SHOP), 'Deploying');
  // Ana may not read this one, so that it had left the watch meanwhile.
  await cardSays(world, deployTo(world, 'acme/tools/lint'), 'Deploying');
  nothingStrange(world);
});

test('a group’s watch that somebody changed once more is not taken back, nor by anybody else', async () => {
  const world = await groupWorld();
  await world.connect('ana');
  const first = await watchAcme(world, 'kim', 'env:staging');
  await watchAcme(world, 'kim', 'env:review');
  expect(await click(world, 'kim', first, 'Undo')).toContain('Nothing was done by this click');
  expect(await listed(world)).toContain('environment review');
  const own = await watchAcme(world, 'ana', 'env:production');

  const value = controlIn(own, 'watch-undo');
  const words = await toldAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).click(first, 'Undo', { value }),
  );
  expect(words).toContain('Nothing was done by this click');
  expect(await listed(world)).toContain('environment production');
});

test('whoever may read none of its projects can neither watch a group nor replace the watch of somebody else', async () => {
  const world = await groupWorld();
  await world.connect('gus');
  await watchAcme(world, 'kim', 'env:staging');

  const words = world.slack.visibleText(await watchAcme(world, 'gus', 'env:production'));

  expect(words).toContain('GitLab');
  expect(words).not.toContain('You will get');
  expect(await listed(world)).toContain('environment staging');
  expect(await trailOf(world)).toContain(`watch gitlab-forbidden ${world.people.gus.id} acme/*`);
});

test('a change of a group’s watch is taken back even while GitLab does not answer', async () => {
  const world = await groupWorld({ everyMs: 3_600_000 });
  await watchAcme(world, 'kim', 'env:staging on:started');
  const changed = await watchAcme(world, 'kim', 'env:production on:started');
  const mend = world.gitlab.faults.add({ path: /\/groups\//u, status: 503 });

  expect(await click(world, 'kim', changed, 'Undo')).toContain('is as it was before');

  await cardSays(world, deployTo(world, SHOP), 'Deploying');
  mend();
  expect(await listed(world)).toContain('starts, for environment staging – 1 project');
});
