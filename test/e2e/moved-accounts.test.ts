import { expect, test } from 'vitest';
import { click, decisionsSent, nothingStrange, waitingCard } from '../support/acts.ts';
import { auditLines } from '../support/audit.ts';
import { connectedAs, directTo, freshLink, walkToQuestion } from '../support/browser.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

/** Gus has signed in to Kim's GitLab account, which Kim's Slack user holds. */
async function takingKims(world: TestWorld) {
  await world.connect('kim');
  return walkToQuestion(world, await freshLink(world, 'gus'), 'kim');
}

const told = (world: TestWorld, name: 'kim' | 'gus', words: string): Promise<string> =>
  world.slack.waitFor(() => directTo(world, name).find((text) => text.includes(words)), {
    what: `${name} to be told "${words}"`,
  });

test('an account another Slack user holds is moved only by choosing so, and both are told', async () => {
  const world = await startWorld();
  const { browser, page, back } = await takingKims(world);
  expect(page.text).toContain('is connected to the Slack user kim now');
  expect(page.text).toContain('Move it here');
  expect(page.text).not.toContain('value="connect"');

  const done = await browser.answer(page, back, 'move');

  expect(done.text).toContain('GitLab @kim is now connected to the Slack user gus');
  expect(await told(world, 'gus', 'You are now connected to GitLab as kim')).toContain('until now');
  expect(await told(world, 'kim', 'You are no longer connected')).toContain('moved it');
  expect(await connectedAs(world, 'gus')).toContain('Kim Berg');
  expect(await connectedAs(world, 'kim')).toContain('connect your GitLab account');
  expect(await auditLines(world, 'connect', 'move-connection')).toEqual([
    'connect done kim',
    'move-connection done gus',
    'move-connection done kim',
  ]);
  nothingStrange(world);
});

test('whoever lost an account is refused at the next click, and their tokens are dead', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { card } = await waitingCard(world);
  const before = world.gitlab.world.liveTokens('kim');
  const { browser, page, back } = await walkToQuestion(world, await freshLink(world, 'gus'), 'kim');
  await browser.answer(page, back, 'move');

  expect(await click(world, 'kim', card, 'Approve')).toContain('connect your GitLab account');

  expect(decisionsSent(world)).toEqual([]);
  await world.slack.waitFor(() => world.gitlab.world.liveTokens('kim') === before, {
    what: 'the old tokens to be revoked',
    timeoutMs: 15_000,
  });
  expect(await connectedAs(world, 'gus')).toContain('Kim Berg');
  nothingStrange(world);
});

test('an account that somebody else took meanwhile is not moved from them', async () => {
  const world = await startWorld();
  const { browser, page, back } = await takingKims(world);
  const other = await walkToQuestion(world, await freshLink(world, 'ana'), 'kim');
  await other.browser.answer(other.page, other.back, 'move');

  const late = await browser.answer(page, back, 'move');

  expect(late.status).toBe(400);
  expect(late.text).toContain('already connected to another Slack user');
  expect(await connectedAs(world, 'ana')).toContain('Kim Berg');
  expect(await connectedAs(world, 'gus')).toContain('connect your GitLab account');
  expect(await auditLines(world, 'sign-in')).toEqual(['sign-in account-taken gus']);
  nothingStrange(world);
});

test('two people who take the same account at the same moment leave it to exactly one of them', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const gus = await walkToQuestion(world, await freshLink(world, 'gus'), 'kim');
  const ana = await walkToQuestion(world, await freshLink(world, 'ana'), 'kim');

  const answers = await Promise.all([gus, ana].map((one) => one.browser.answer(one.page, one.back, 'move')));

  expect(answers.map((one) => one.status).toSorted((one, other) => one - other)).toEqual([200, 400]);
  const { ports } = world.app();
  const owners = await ports.connections.slackUsersOf(ports.settings.team, [
    world.gitlab.world.user('kim').id as never,
  ]);
  expect(owners.size).toBe(1);
  await world.slack.waitFor(() => world.gitlab.world.liveTokens('kim') === 1, {
    what: 'one pair to live',
    timeoutMs: 15_000,
  });
  nothingStrange(world);
});

test('connecting anew takes the older tokens back', async () => {
  const world = await startWorld();
  await world.connect('kim');
  await world.connect('kim');

  await world.slack.waitFor(() => world.gitlab.world.liveTokens('kim') === 1, {
    what: 'the older tokens to be revoked',
    timeoutMs: 15_000,
  });

  expect(await world.command('kim', '/deploy', 'list acme/shop')).toContain('Deployments in acme/shop');
  nothingStrange(world);
});
