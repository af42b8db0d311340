import { expect, test } from 'vitest';
import {
  cardOf,
  cardSays,
  messageAfter,
  nothingStrange,
  toldAfter,
  waitingCard,
  writes,
} from '../support/acts.ts';
import { cards } from '../support/card.ts';
import { followLink, linkIn, type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const deployTo = (world: TestWorld, environment: string): number =>
  world.gitlab.world.startPipeline(SHOP, { environment, by: 'dana' }).id;

const watchAs = (world: TestWorld, name: PersonName, text: string): Promise<string> =>
  world.command(name, '/slipway', `watch ${text}`);

test('environment patterns let in what they name and keep out what they exclude', async () => {
  const world = await startWorld();
  for (const name of ['review/one', 'review/old', 'qa'])
    world.gitlab.world.addEnvironment(SHOP, { name, tier: 'other' });
  await world.connect('kim');

  const words = await watchAs(world, 'kim', `${SHOP} env:staging,review/*,!review/old on:started,succeeded`);

  expect(words).toContain('starts and successes');
  expect(words).toContain('staging and review/*');
  expect(words).toContain('except review/old');
  const unwanted = [deployTo(world, 'review/old'), deployTo(world, 'qa')];
  await cardSays(world, deployTo(world, 'review/one'), 'Deploying');
  await cardSays(world, deployTo(world, 'staging'), 'Deploying');
  for (const id of unwanted) expect(cardOf(world, id)).toBeUndefined();
  nothingStrange(world);
});

test('a failure is told by default, a success is not, from the moment the watch stands', async () => {
  const world = await startWorld();
  await world.watchShop();
  const fine = deployTo(world, 'staging');
  const broken = deployTo(world, 'staging');
  world.gitlab.world.succeed(fine);
  world.gitlab.world.fail(broken);

  await cardSays(world, broken, 'Failed');
  expect(cardOf(world, fine)).toBeUndefined();
  nothingStrange(world);
});

test('a watch sent again replaces the old one, is listed once, and ends on demand', async () => {
  const world = await startWorld();
  await world.watchShop();

  expect(await watchAs(world, 'kim', `${SHOP} env:production on:approvals`)).toContain('Changed.');
  const listed = await world.command('ana', '/slipway', 'watches');
  expect(listed).toContain('acme/shop: approvals needed, for environment production');
  expect(listed.match(/acme\/shop/gu)).toHaveLength(1);
  expect(await world.command('kim', '/slipway', 'unwatch')).toContain('no longer watches acme/shop');
  expect(await world.command('ana', '/slipway', 'watches')).toContain('watches nothing yet');
  expect(await world.command('kim', '/slipway', 'unwatch acme/shop')).toContain('does not watch acme/shop');
  nothingStrange(world);
});

test('a watch that ended makes no new cards, and the old ones follow to their end', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id } = await waitingCard(world);
  await world.command('kim', '/slipway', 'unwatch');

  const later = deployTo(world, 'production');
  await cardSays(world, id, `Superseded by #${later}`);
  expect(cards(world)).toHaveLength(1);
  nothingStrange(world);
});

test('what waits gets its card when the watch begins; what is over or outdated gets none', async () => {
  const world = await startWorld();
  world.gitlab.world.fail(deployTo(world, 'staging'));
  world.gitlab.world.reject(deployTo(world, 'production'), 'kim');
  const outdated = deployTo(world, 'production');
  const waiting = deployTo(world, 'production');

  await world.watchShop();

  await cardSays(world, waiting, 'Approval needed');
  expect(cardOf(world, outdated)).toBeUndefined();
  expect(cards(world)).toHaveLength(1);
  nothingStrange(world);
});

test('a second channel that begins to watch gets what waits, too', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  await waitingCard(world);
  const other = slack.addChannel({ name: 'ops', members: [people.kim.id], botIsMember: true });

  await slack.as(people.kim.id).command('/slipway', `watch ${SHOP}`, other.id);

  await slack.waitFor(
    () => slack.messages(other.id).find((message) => slack.visibleText(message).includes('Approval needed')),
    { what: 'the card in the second channel' },
  );
  expect(cards(world)).toHaveLength(1);
  nothingStrange(world);
});

test('somebody unlinked who sets up a watch connects first, and the watch stands by itself afterwards', async () => {
  const world = await startWorld();
  const offer = await messageAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).command('/slipway', `watch ${SHOP} env:production`, world.channel.id),
  );

  const words = await toldAfter(world, 'kim', () => followLink(world, 'kim', linkIn(offer)));

  expect(words).toContain('You will get: approvals needed and failures, for environment production');
  await waitingCard(world);
  nothingStrange(world);
});

test('a guest of the project, who may not see its deployments, cannot have the channel see them', async () => {
  const world = await startWorld();
  await world.connect('gus');

  expect(await watchAs(world, 'gus', SHOP)).toContain('does not allow you');

  expect(await world.command('gus', '/slipway', 'watches')).toContain('watches nothing yet');
  expect(world.slack.messages(world.channel.id)).toEqual([]);
  nothingStrange(world);
});

test('a project that does not exist and one the person may not see are answered alike', async () => {
  const world = await startWorld();
  world.gitlab.world.addProject({ path: 'acme/secret', members: { ana: 'owner' } });
  await world.connect('kim');

  const answers = [await watchAs(world, 'kim', 'acme/nothing'), await watchAs(world, 'kim', 'acme/secret')];

  expect(answers[0]).toContain('GitLab shows you no project acme/nothing');
  expect(answers[0]?.replace('acme/nothing', '')).toBe(answers[1]?.replace('acme/secret', ''));
  nothingStrange(world);
});

test("a project the bot's own token cannot read is not watched, and the words say who can mend it", async () => {
  const world = await startWorld();
  world.gitlab.world.setRole(SHOP, 'watcher', null);
  await world.connect('kim');

  const words = await watchAs(world, 'kim', SHOP);

  expect(words).toContain("Slipway's own reading token can't");
  expect(words).toContain('Reporter role');
  expect(await world.command('kim', '/slipway', 'watches')).toContain('watches nothing yet');
  nothingStrange(world);
});

test('a watch in a channel the bot is not in says how to invite it, and stands once it is there', async () => {
  const world = await startWorld();
  await world.connect('kim');
  world.slack.kickBot(world.channel.id);

  const words = await watchAs(world, 'kim', SHOP);

  expect(words).toContain('#deploys, because I am not a member');
  expect(words).toContain('/invite');
  expect(await world.command('kim', '/slipway', 'watches')).toContain('watches nothing yet');
  await world.slack.inviteBot(world.channel.id, world.people.kim.id);
  expect(await watchAs(world, 'kim', SHOP)).toContain('You will get');
  nothingStrange(world);
});

test('where a channel watches two projects, the one to end must be named', async () => {
  const world = await startWorld();
  await world.watchShop();
  world.gitlab.world.addProject({ path: 'acme/api', members: { kim: 'developer', watcher: 'reporter' } });
  await watchAs(world, 'kim', 'acme/api');

  const which = await world.command('kim', '/slipway', 'unwatch');
  expect(which).toMatch(/This channel watches acme\/(?:shop|api) and acme\/(?:shop|api)/u);
  expect(which).toContain('/slipway unwatch acme/shop');
  expect(await world.command('kim', '/slipway', 'unwatch acme/api')).toContain('no longer watches acme/api');
  expect(await world.command('kim', '/slipway', 'watches')).toContain('acme/shop');
  nothingStrange(world);
});

test('an event that does not exist names those that do', async () => {
  const world = await startWorld();
  await world.connect('kim');

  const words = await watchAs(world, 'kim', `${SHOP} on:approvals,explosions`);

  expect(words).toContain('explosions does not fit on');
  expect(words).toContain('approvals, manual, started, succeeded, failed or canceled');
  expect(writes(world)).toEqual([]);
  nothingStrange(world);
});

test('a renamed project keeps its watch', async () => {
  const world = await startWorld();
  await world.watchShop();
  world.gitlab.world.renameProject(SHOP, 'acme/store');

  const { id } = world.gitlab.world.startPipeline('acme/store', { environment: 'production', by: 'dana' });

  await cardSays(world, id, 'Approval needed');
  nothingStrange(world);
});

test('a project nobody watches any more is asked about no longer, once its last card is over', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v1' });
  await cardSays(world, id, 'Approval needed');
  await world.command('kim', '/slipway', 'unwatch');
  const known = async () => (await world.app().ports.inspection.polls()).notes.size;
  expect(await known()).toBe(1);
  world.gitlab.world.reject(id, 'ana');
  await cardSays(world, id, 'Rejected');

  await expect.poll(known, { timeout: 10_000 }).toBe(0);
});
