import { expect, test } from 'vitest';
import { buttons } from '../../sandbox/slack/elements.ts';
import {
  cardOf,
  cardSays,
  click,
  decisionsSent,
  nothingStrange,
  toldAfter,
  waitingCard,
  writes,
} from '../support/acts.ts';
import { cards } from '../support/card.ts';
import { SHOP, startWorld } from '../support/world.ts';

test('an older waiting deployment is superseded by a newer one, its click is refused, and it comes back when the newer is rejected', async () => {
  const world = await startWorld();
  await world.watchShop();
  const older = await waitingCard(world);
  const newer = await waitingCard(world, { ref: 'v2.15.0' });

  const card = await cardSays(world, older.id, `Superseded by #${newer.id}`);
  expect(buttons(card)).toEqual(['Open in GitLab']);
  const words = await toldAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).click(older.card, 'Approve', { asSeen: true }),
  );
  expect(words).toContain(`#${newer.id} of the same environment came after it`);
  expect(decisionsSent(world)).toEqual([]);

  world.gitlab.world.reject(newer.id, 'kim', { comment: 'Wrong version' });
  const back = await cardSays(world, older.id, 'Approval needed');
  expect(await click(world, 'kim', back, 'Approve')).toContain('You approved');
  nothingStrange(world);
});

test('a newer success supersedes what still waits', async () => {
  const world = await startWorld();
  await world.watchShop();
  const older = await waitingCard(world);
  const newer = await waitingCard(world, { ref: 'v2.15.0' });
  world.gitlab.world.approve(newer.id, 'ana');
  world.gitlab.world.approve(newer.id, 'kim');
  world.gitlab.world.play(newer.id, 'kim');
  world.gitlab.world.run(newer.id);
  await cardSays(world, newer.id, 'Deploying');
  world.gitlab.world.succeed(newer.id);

  await cardSays(world, newer.id, 'Deployed');
  const card = await cardSays(world, older.id, `Superseded by #${newer.id}`);
  expect(buttons(card)).toEqual(['Open in GitLab']);
  nothingStrange(world);
});

test('a failed deployment is retried from its card, and the retry has its own card and its own approvals', async () => {
  const world = await startWorld();
  await world.watchShop();
  const first = await waitingCard(world);
  world.gitlab.world.approve(first.id, 'ana');
  world.gitlab.world.approve(first.id, 'kim');
  world.gitlab.world.play(first.id, 'kim');
  world.gitlab.world.run(first.id);
  world.gitlab.world.fail(first.id, 'script_failure');

  const failed = await cardSays(world, first.id, 'Failed');
  const words = await click(world, 'kim', failed, 'Retry');
  expect(words).toContain('You retried the job');
  const second = world.gitlab.world.deployments(SHOP).at(-1)?.id ?? 0;
  expect(second).toBeGreaterThan(first.id);
  await cardSays(world, second, 'Approval needed');
  expect(cards(world)).toHaveLength(2);
  const twice = await click(world, 'kim', await cardSays(world, first.id, 'Failed'), 'Retry');
  expect(twice).toContain('it was retried already');
  expect(world.gitlab.world.deployments(SHOP)).toHaveLength(2);
  expect(writes(world).map((one) => `${one.user} ${one.path.split('/').at(-1)}`)).toEqual([
    'kim retry',
    'kim retry',
  ]);
  nothingStrange(world);
});

test('a manual job makes a card with Run only where it is asked for, and runs as whoever presses it', async () => {
  const world = await startWorld();
  await world.watchShop('on:manual');
  const { id, card } = await waitingCard(
    world,
    { environment: 'staging', manual: true },
    'Waiting to be run',
  );
  expect(buttons(card)).toContain('Run');
  expect(buttons(card)).not.toContain('Approve');

  const words = await click(world, 'kim', card, 'Run');

  expect(words).toContain('You started the job');
  await cardSays(world, id, 'Queued');
  expect(world.gitlab.world.deployment(id).jobUsername).toBe('kim');
  nothingStrange(world);
});

test('a manual job makes no card by default', async () => {
  const world = await startWorld();
  await world.watchShop();
  const manual = world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana', manual: true });
  await waitingCard(world);

  expect(cardOf(world, manual.id)).toBeUndefined();
  expect(cards(world)).toHaveLength(1);
  nothingStrange(world);
});

test('somebody without deploy permission is told so and starts nothing', async () => {
  const world = await startWorld();
  world.gitlab.world.protectEnvironment(SHOP, 'staging', { deployers: [{ user: 'kim' }], rules: [] });
  await world.watchShop('on:manual');
  await world.connect('ana');
  const { id, card } = await waitingCard(
    world,
    { environment: 'staging', manual: true },
    'Waiting to be run',
  );

  const words = await click(world, 'ana', card, 'Run');

  expect(words).toContain('it takes deploy permission for staging');
  expect(world.gitlab.world.deployment(id).jobStatus).toBe('manual');
  expect(await click(world, 'kim', card, 'Run')).toContain('You started the job');
  nothingStrange(world);
});

test('a job that was started in GitLab meanwhile is not started twice', async () => {
  const world = await startWorld();
  await world.watchShop('on:manual');
  const { id, card } = await waitingCard(
    world,
    { environment: 'staging', manual: true },
    'Waiting to be run',
  );
  world.gitlab.world.play(id, 'dana');

  const words = await toldAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).click(card, 'Run', { asSeen: true }),
  );

  expect(words).toContain('is queued, so there is nothing to run');
  expect(writes(world)).toEqual([]);
  expect(world.gitlab.world.deployments(SHOP)).toHaveLength(1);
  nothingStrange(world);
});

test('two people who press Run in the same moment start one job', async () => {
  const world = await startWorld();
  await world.watchShop('on:manual');
  await world.connect('dana');
  const { slack, people } = world;
  const { id, card } = await waitingCard(
    world,
    { environment: 'staging', manual: true },
    'Waiting to be run',
  );

  await Promise.all([
    slack.as(people.kim.id).click(card, 'Run'),
    slack.as(people.dana.id).click(card, 'Run'),
  ]);

  await cardSays(world, id, 'Queued');
  await slack.waitFor(
    () => slack.ephemerals(people.kim.id).length >= 3 && slack.ephemerals(people.dana.id).length >= 2,
    { what: 'words for both' },
  );
  const last = (['kim', 'dana'] as const).map((one) =>
    slack.visibleText(slack.ephemerals(people[one].id).at(-1) ?? card),
  );
  expect(last.filter((words) => words.includes('You started the job'))).toHaveLength(1);
  expect(last.filter((words) => words.includes('is queued, so there is nothing to run'))).toHaveLength(1);
  expect(world.gitlab.world.deployments(SHOP)).toHaveLength(1);
  nothingStrange(world);
});

for (const version of ['13.12.0-ee', '14.6.0-ee', '16.0.0'] as const) {
  test(`GitLab ${version}, which has no approvals, lists, shows and runs, and an approval is refused with the way out`, async () => {
    const world = await startWorld({ gitlab: { version } });
    await world.watchShop('on:manual');
    const { id, card } = await waitingCard(world, { manual: true }, 'Waiting to be run');

    expect(await world.command('kim', '/deploy', `list ${SHOP}`)).toContain(`#${id} · Waiting to be run`);
    expect(await world.command('kim', '/deploy', `show ${id}`)).toContain('Waiting to be run');
    const words = await world.command('kim', '/deploy', `approve ${id}`);

    expect(words).toContain('This GitLab has no deployment approvals');
    expect(words).toContain('can still be run');
    expect(decisionsSent(world)).toEqual([]);
    expect(await click(world, 'kim', card, 'Run')).toContain('You started the job');
    nothingStrange(world);
  });
}

test('GitLab 14.7, which counts approvals without rules, is approved in', async () => {
  const world = await startWorld({ gitlab: { version: '14.7.0-ee' } });
  await world.watchShop();
  await world.connect('ana');
  const { id, card } = await waitingCard(world);

  expect(await click(world, 'kim', card, 'Approve')).toContain('1 approval still missing');
  expect(
    await click(world, 'ana', await cardSays(world, id, 'GitLab counts 1 approval'), 'Approve'),
  ).toContain('You approved');
  expect(decisionsSent(world)).toEqual(['kim approved', 'ana approved']);
  nothingStrange(world);
});

test('on GitLab Free an approval is refused with the way out, and running works', async () => {
  const world = await startWorld({ gitlab: { tier: 'free' } });
  await world.watchShop('on:manual');
  const { id, card } = await waitingCard(world, { manual: true }, 'Waiting to be run');

  const words = await world.command('kim', '/deploy', `approve ${id}`);

  expect(words).toContain('production asks for no approvals in GitLab');
  expect(words).toContain('can run the job');
  expect(decisionsSent(world)).toEqual([]);
  expect(await click(world, 'kim', card, 'Run')).toContain('You started the job');
  nothingStrange(world);
});
