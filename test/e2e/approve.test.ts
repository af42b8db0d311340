import { expect, test } from 'vitest';
import { cardIn, cards } from '../support/card.ts';
import { SHOP, startWorld } from '../support/world.ts';

test('one of two approvals shows on the card, the second completes it, and the card follows the run to the end', async () => {
  const world = await startWorld();
  const { gitlab, slack, people } = world;
  await world.watchShop();
  await world.connect('ana');
  const deployment = gitlab.world.startPipeline(SHOP, {
    environment: 'production',
    by: 'dana',
    ref: 'v2.14.0',
  });

  const card = await cardIn(world, 'Approval needed');
  await slack.as(people.kim.id).click(card, 'Approve');
  await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
  await slack.as(people.ana.id).click(await cardIn(world, 'Approval needed'), 'Approve');

  const approved = await cardIn(world, 'Approved');
  expect(gitlab.world.deployment(deployment.id).approvals.map((vote) => vote.username)).toEqual([
    'kim',
    'ana',
  ]);
  await slack.as(people.kim.id).click(approved, 'Run');
  await cardIn(world, 'Queued');
  gitlab.world.run(deployment.id);
  await cardIn(world, 'Deploying');
  gitlab.world.succeed(deployment.id);
  await cardIn(world, 'Deployed');
  expect(cards(world)).toHaveLength(1);
  expect(gitlab.unknown).toEqual([]);
  expect(slack.unknown).toEqual([]);
});
