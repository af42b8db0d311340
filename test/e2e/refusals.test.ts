import { expect, test } from 'vitest';
import { cardSays, click, decisionsSent, nothingStrange, toldAfter, waitingCard } from '../support/acts.ts';
import { startWorld } from '../support/world.ts';

test('the author of a deployment is told why they cannot approve it, and the buttons stay for the others', async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('dana');
  const { id, card } = await waitingCard(world);

  const words = await click(world, 'dana', card, 'Approve');

  expect(words).toContain('You started this deployment, so someone else must approve it');
  expect(world.slack.visibleText(await cardSays(world, id, 'Approve'))).toContain('Reject…');
  expect(decisionsSent(world)).toEqual(['dana approved']);
  expect(world.gitlab.world.deployment(id).approvals).toEqual([]);
  nothingStrange(world);
});

test('the author whose GitLab speaks German reads the same English reason', async () => {
  const world = await startWorld();
  Object.assign(world.gitlab.world.user('dana'), { language: 'de' });
  await world.watchShop();
  await world.connect('dana');
  const { card } = await waitingCard(world);

  const words = await click(world, 'dana', card, 'Approve');

  expect(words).toContain('You started this deployment, so someone else must approve it');
  expect(words).not.toContain('Deployment kann nicht');
  nothingStrange(world);
});

test('somebody outside the rules is told which approvals are missing, in any language of theirs', async () => {
  const world = await startWorld();
  Object.assign(world.gitlab.world.user('ana'), { language: 'ja' });
  world.gitlab.world.setRole('acme/security', 'ana', null);
  await world.watchShop();
  await world.connect('ana');
  const { id, card } = await waitingCard(world);

  const words = await click(world, 'ana', card, 'Approve');

  expect(words).toContain('You are not one of the approvers for production');
  expect(words).toContain('Security and Release managers');
  expect(words).not.toMatch(/[ぁ-ん]/u);
  expect(world.gitlab.world.deployment(id).approvals).toEqual([]);
  nothingStrange(world);
});

test('whoever approved already is told when, and GitLab hears of it once', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id, card } = await waitingCard(world);
  await click(world, 'kim', card, 'Approve');

  const words = await click(world, 'kim', await cardSays(world, id, '(Kim Berg)'), 'Approve');

  expect(words).toContain('You approved this already');
  expect(words).toContain('as Release managers');
  expect(decisionsSent(world)).toEqual(['kim approved']);
  nothingStrange(world);
});

test('a comment of 256 characters is refused before GitLab hears of it, and 255 pass', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id } = await waitingCard(world);

  const refused = await world.command('kim', '/deploy', `approve ${id} ${'a'.repeat(256)}`);
  expect(refused).toContain('at most 255 characters');
  expect(decisionsSent(world)).toEqual([]);

  expect(await world.command('kim', '/deploy', `approve ${id} ${'a'.repeat(255)}`)).toContain('You approved');
  expect(world.gitlab.world.deployment(id).approvals[0]?.comment).toHaveLength(255);
  nothingStrange(world);
});

test('a comment is as long as GitLab counts it: an emoji is one character', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id } = await waitingCard(world);

  expect(await world.command('kim', '/deploy', `approve ${id} ${'🚀'.repeat(200)}`)).toContain(
    'You approved',
  );
  expect(world.gitlab.world.deployment(id).approvals[0]?.comment).toBe('🚀'.repeat(200));
  nothingStrange(world);
});

test('a rejection without a reason shows how to write it and ends nothing', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id } = await waitingCard(world);

  const words = await world.command('kim', '/deploy', `reject ${id}`);

  expect(words).toContain('A rejection needs a reason');
  expect(words).toContain('/deploy reject [project] <deployment>');
  expect(decisionsSent(world)).toEqual([]);
  await cardSays(world, id, 'Approval needed');
  nothingStrange(world);
});

test('a card clicked after somebody else rejected says who did, and changes nothing', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id, card } = await waitingCard(world);
  world.gitlab.world.reject(id, 'ana', { comment: 'Not today' });

  const words = await toldAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).click(card, 'Approve', { asSeen: true }),
  );

  expect(words).toContain('Ana Costa rejected deployment');
  await cardSays(world, id, 'Rejected by Ana Costa');
  expect(decisionsSent(world)).toEqual([]);
  nothingStrange(world);
});

test('a card clicked after the approvals were completed elsewhere says so, and changes nothing', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id, card } = await waitingCard(world);
  world.gitlab.world.approve(id, 'ana');
  world.gitlab.world.approve(id, 'kim');

  const words = await toldAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).click(card, 'Approve', { asSeen: true }),
  );

  expect(words).toContain('is approved and waiting to be run');
  expect(decisionsSent(world)).toEqual([]);
  await cardSays(world, id, 'Approved, ready to run');
  nothingStrange(world);
});

test('a card whose rules changed since it was shown is refreshed instead of obeyed', async () => {
  const world = await startWorld({ settings: { POLL_HOT: '1h', POLL_WARM: '1h', POLL_COLD: '2h' } });
  const { id } = world.gitlab.world.startPipeline('acme/shop', { environment: 'production', by: 'dana' });
  await world.watchShop();
  const card = await cardSays(world, id, 'Approval needed');
  world.gitlab.world.protectEnvironment('acme/shop', 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/security', required: 2 }, { group: 'acme/release' }],
  });

  const words = await click(world, 'kim', card, 'Approve');

  expect(words).toContain('changed while you were reading');
  await cardSays(world, id, 'Security: 0 of 2');
  expect(decisionsSent(world)).toEqual([]);

  expect(await click(world, 'kim', await cardSays(world, id, 'Security: 0 of 2'), 'Approve')).toContain(
    'You approved',
  );
  nothingStrange(world);
});
