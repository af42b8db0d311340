import { expect, test } from 'vitest';
import { placedElements } from '../../sandbox/slack/elements.ts';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { cardSays, click, messageAfter, nothingStrange, toldAfter } from '../support/acts.ts';
import { controlIn } from '../support/raw-slack.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const deploy = (world: TestWorld, environment: string): number =>
  world.gitlab.world.startPipeline(SHOP, { environment, by: 'dana', ref: 'main' }).id;

const watchAs = (world: TestWorld, name: 'kim' | 'ana', text = ''): Promise<StoredMessage> =>
  messageAfter(world, name, () =>
    world.slack.as(world.people[name].id).command('/slipway', `watch ${SHOP} ${text}`, world.channel.id),
  );

const listed = (world: TestWorld): Promise<string> => world.command('dana', '/slipway', 'watches');

test('the answer tells what the watch would have shown lately, counted with the rights of whoever asks', async () => {
  const world = await startWorld();
  await world.connect('kim');
  for (let count = 0; count < 8; count += 1) world.gitlab.world.succeed(deploy(world, 'staging'));
  for (let count = 0; count < 6; count += 1) world.gitlab.world.fail(deploy(world, 'staging'));
  world.gitlab.world.reject(deploy(world, 'production'), 'ana');

  const all = world.slack.visibleText(await watchAs(world, 'kim', 'on:*'));
  expect(all).toContain('In the last 7 days it matched 15 deployments, about 2 a day.');
  const failures = world.slack.visibleText(await watchAs(world, 'kim', 'env:staging on:failed'));
  expect(failures).toContain('In the last 7 days it matched 6 deployments, fewer than one a day.');
  const approvals = world.slack.visibleText(await watchAs(world, 'kim', 'on:approvals'));
  expect(approvals).toContain('In the last 7 days it matched 1 deployment, fewer than one a day.');
  const none = world.slack.visibleText(await watchAs(world, 'kim', 'env:nowhere'));
  expect(none).toContain('In the last 7 days it matched none of the 15 deployments.');
  nothingStrange(world);
});

test('a watch stands even where GitLab does not tell what it would have shown', async () => {
  const world = await startWorld();
  await world.connect('kim');
  world.gitlab.world.succeed(deploy(world, 'staging'));
  const mend = world.gitlab.faults.add({ path: /\/deployments\/\d+$/u, status: 404 });
  const answer = world.slack.visibleText(await watchAs(world, 'kim'));
  mend();
  expect(answer).toContain('You will get');
  expect(answer).not.toContain('In the last');
  expect(await listed(world)).toContain(SHOP);
});

test('a test comes into the channel, marked as one, with nothing to press', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const answer = await watchAs(world, 'kim');

  expect(await click(world, 'kim', answer, 'Send a test')).toContain(
    'A test for acme/shop stands in #deploys',
  );

  const sent = await world.slack.waitFor(
    () =>
      world.slack
        .messages(world.channel.id)
        .find((one) => world.slack.visibleText(one).includes('Test: nothing is being deployed')),
    { what: 'the test' },
  );
  expect(placedElements(sent.blocks)).toEqual([]);
  expect(world.slack.visibleText(sent)).toContain('@Kim Berg tries out the deployment notices for acme/shop');
  nothingStrange(world);
});

test('a test shows that the bot must be invited', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const answer = await watchAs(world, 'kim');
  world.slack.kickBot(world.channel.id);

  const words = await click(world, 'kim', answer, 'Send a test');

  expect(words).toContain('because I am not a member');
  expect(words).toContain('/invite');
});

test('a watch is taken back once, by its maker', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const answer = await watchAs(world, 'kim');

  expect(await click(world, 'kim', answer, 'Undo')).toContain(
    'this channel does not watch acme/shop any more',
  );
  expect(await listed(world)).toContain('watches nothing yet');
  expect(await click(world, 'kim', answer, 'Undo')).toContain('Nothing was done by this click');
  expect(await click(world, 'kim', answer, 'Send a test')).toContain(
    'was changed, ended or undone meanwhile',
  );
  nothingStrange(world);
});

test('taking back a change restores what was there, in the name of whoever had set it up', async () => {
  const world = await startWorld();
  await world.connect('kim');
  await world.connect('ana');
  await watchAs(world, 'kim', 'env:staging on:started');
  const changed = await watchAs(world, 'ana', 'env:production');

  const words = await click(world, 'ana', changed, 'Undo');

  expect(words).toContain('is as it was before, set up by @Kim Berg');
  expect(words).toContain('starts, for environment staging');
  expect(await listed(world)).toContain('starts, for environment staging');
  await cardSays(world, deploy(world, 'staging'), 'Deploying');
  const lines = (await world.app().ports.audit.newest(10)).map(
    ({ act, outcome, detail }) => `${act} ${outcome} ${detail ?? ''}`,
  );
  expect(lines).toContain('watch done undo');
  nothingStrange(world);
});

test('what was changed once more since is not taken back', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const first = await watchAs(world, 'kim', 'env:staging');
  await watchAs(world, 'kim', 'env:production');

  expect(await click(world, 'kim', first, 'Undo')).toContain('Nothing was done by this click');
  expect(await listed(world)).toContain('environment production');
});

test('nobody takes back what somebody else did, even with the very button', async () => {
  const world = await startWorld();
  await world.connect('kim');
  await world.connect('ana');
  const answer = await watchAs(world, 'kim');
  const own = await watchAs(world, 'ana', 'env:staging');
  const value = controlIn(answer, 'watch-undo');
  const words = await toldAfter(world, 'ana', () =>
    world.slack.as(world.people.ana.id).click(own, 'Undo', { value }),
  );

  expect(words).toContain('Nothing was done by this click');
  expect(await listed(world)).toContain('environment staging');
});
