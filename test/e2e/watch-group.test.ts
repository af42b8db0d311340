import { expect, test } from 'vitest';
import { cardSays, nothingStrange } from '../support/acts.ts';
import { cards } from '../support/card.ts';
import { addProject, deployTo as deploy, groupWorld, saying, watchAcme } from '../support/group-world.ts';
import { SHOP, type TestWorld } from '../support/world.ts';

const MINUTE = 60_000;

const listSays = async (world: TestWorld, words: string): Promise<void> => {
  await expect.poll(() => world.command('kim', '/slipway', 'watches'), { timeout: 10_000 }).toContain(words);
};

/** Waits until the bot has looked at the group some more times. */
async function afterMoreLooks(world: TestWorld, more = 3): Promise<void> {
  const looks = () =>
    world.gitlab.requests.filter(
      ({ path, user }) => user === 'watcher' && /\/groups\/\d+\/projects$/u.test(path),
    ).length;
  const before = looks();
  await world.slack.waitFor(() => looks() >= before + more, { what: 'more looks at the group' });
}

test('a group is watched with its sub-groups: new projects join, archived ones leave, moved ones follow', async () => {
  const world = await groupWorld();
  addProject(world, 'acme/tools/lint');

  const words = await world.command('kim', '/slipway', 'watch acme/* env:staging on:started,failed');

  expect(words).toContain('for environment staging, in all projects of acme');
  expect(words).toContain('It covers 2 projects now, sub-groups included');
  await cardSays(world, deploy(world, SHOP), 'Deploying');
  await cardSays(world, deploy(world, 'acme/tools/lint'), 'Deploying');
  addProject(world, 'acme/tools/fresh');
  await listSays(world, 'all projects of acme: starts and failures, for environment staging – 3 projects');
  await cardSays(world, deploy(world, 'acme/tools/fresh'), 'Deploying');
  world.gitlab.world.renameProject('acme/tools/fresh', 'acme/tools/stale');
  await afterMoreLooks(world);
  await cardSays(world, deploy(world, 'acme/tools/stale'), 'acme/tools/stale');
  world.gitlab.world.archiveProject('acme/tools/stale');
  await listSays(world, '2 projects');
  nothingStrange(world);
});

test('a project its maker may not read is left out, whatever the bot may read, until they may', async () => {
  const world = await groupWorld();
  addProject(world, 'acme/vault', ['dana']);
  world.gitlab.world.setRole('acme/vault', 'kim', 'guest');

  const words = await world.command('kim', '/slipway', 'watch acme/* on:started');

  expect(words).toContain('1 project more is left out: GitLab does not let you read the deployments there');
  deploy(world, 'acme/vault');
  await cardSays(world, deploy(world, SHOP), 'Deploying');
  expect(cards(world)).toHaveLength(1);
  world.gitlab.world.setRole('acme/vault', 'kim', 'reporter');
  await listSays(world, '2 projects');
  world.gitlab.world.setRole('acme/vault', 'kim', 'guest');
  await listSays(world, '1 project, 1 more hidden from whoever set it up');
  nothingStrange(world);
});

test('what was deployed before a project joined is no news, what goes on there is', async () => {
  const world = await groupWorld();
  await watchAcme(world, 'kim', 'on:started,failed');
  addProject(world, 'elsewhere/fresh');
  const past = deploy(world, 'elsewhere/fresh');
  world.gitlab.world.fail(past);
  const going = deploy(world, 'elsewhere/fresh');

  world.gitlab.world.renameProject('elsewhere/fresh', 'acme/fresh');

  await cardSays(world, going, 'Deploying');
  await cardSays(world, deploy(world, 'acme/fresh'), 'Deploying');
  expect(cards(world)).toHaveLength(2);
});

test('a project that moves away leaves the watch, and joins again when it comes back', async () => {
  const world = await groupWorld();
  addProject(world, 'acme/tools/lint');
  await watchAcme(world, 'kim', 'on:started');
  await listSays(world, '2 projects');

  world.gitlab.world.renameProject('acme/tools/lint', 'elsewhere/lint');
  await listSays(world, '1 project');
  const unheard = deploy(world, 'elsewhere/lint');
  await afterMoreLooks(world, 10);
  await cardSays(world, deploy(world, SHOP), 'Deploying');
  expect(cards(world)).toHaveLength(1);

  world.gitlab.world.succeed(unheard);
  world.gitlab.world.renameProject('elsewhere/lint', 'acme/lint');
  await listSays(world, '2 projects');
  await cardSays(world, deploy(world, 'acme/lint'), 'Deploying');
  expect(cards(world)).toHaveLength(2);
  nothingStrange(world);
});

test('what the channel watches a project for goes before its group’s watch, and outlives it', async () => {
  const world = await groupWorld();
  await watchAcme(world, 'kim', 'on:started');
  await world.command('kim', '/slipway', `watch ${SHOP} env:production on:started`);
  addProject(world, 'acme/tools/lint');
  await listSays(world, '2 projects');

  // The group asks for all environments, the project for production alone.
  deploy(world, SHOP);
  await cardSays(world, deploy(world, 'acme/tools/lint'), 'Deploying');
  world.gitlab.world.unprotectEnvironment(SHOP, 'production');
  const own = deploy(world, SHOP, 'production');
  await cardSays(world, own, 'Deploying');
  expect(cards(world)).toHaveLength(2);

  expect(await world.command('kim', '/slipway', 'unwatch acme/*')).toContain(
    'no longer watches all projects of acme',
  );
  expect(await world.command('kim', '/slipway', 'watches')).toContain('acme/shop: starts');
  world.gitlab.world.succeed(own);
  await cardSays(world, deploy(world, SHOP, 'production'), 'Deploying');
  deploy(world, 'acme/tools/lint');
  expect(cards(world)).toHaveLength(3);
  nothingStrange(world);
});

test('once a project’s own watch ends, its group’s watch says what comes, without its past', async () => {
  const world = await groupWorld();
  await watchAcme(world, 'kim', 'on:started,failed');
  await world.command('kim', '/slipway', `watch ${SHOP} env:production on:started`);
  world.gitlab.world.fail(deploy(world, SHOP));
  world.gitlab.world.unprotectEnvironment(SHOP, 'production');
  await cardSays(world, deploy(world, SHOP, 'production'), 'Deploying');
  expect(cards(world)).toHaveLength(1);

  expect(await world.command('kim', '/slipway', 'unwatch acme/shop')).toContain(
    'no longer watches acme/shop',
  );

  await cardSays(world, deploy(world, SHOP), 'Deploying');
  await cardSays(world, deploy(world, SHOP), 'Deploying');
  expect(cards(world)).toHaveLength(3);
});

test('a group that is renamed or moved keeps its watch, under its new name', async () => {
  const world = await groupWorld();
  addProject(world, 'acme/tools/lint');
  await watchAcme(world, 'kim', 'on:started');

  world.gitlab.world.renameGroup('acme', 'umbrella/acme');

  await listSays(world, 'all projects of umbrella/acme: starts, for every environment – 2 projects');
  await cardSays(world, deploy(world, 'umbrella/acme/tools/lint'), 'umbrella/acme/tools/lint');
  expect(await world.command('kim', '/slipway', 'unwatch umbrella/acme/*')).toContain(
    'no longer watches all projects of umbrella/acme',
  );
  nothingStrange(world);
});

test('of a group that was deleted its maker hears once, however many projects it had, and the list tells', async () => {
  const world = await groupWorld();
  for (const name of ['lint', 'format', 'build']) addProject(world, `acme/tools/${name}`);
  await watchAcme(world, 'kim');
  await listSays(world, '4 projects');
  world.gitlab.world.deleteGroup('acme');
  await afterMoreLooks(world);

  world.clock.ahead = 11 * MINUTE;
  const told = () =>
    world.slack
      .directMessages(world.people.kim.id)
      .filter((one) => world.slack.visibleText(one).includes("I can't read"));
  await world.slack.waitFor(() => told()[0], { what: 'words for kim' });
  world.clock.ahead = 60 * MINUTE;
  await afterMoreLooks(world, 5);

  expect(told().map((one) => world.slack.visibleText(one))).toEqual([
    expect.stringContaining("I can't read acme"),
  ]);
  world.clock.ahead = 0;
  await listSays(world, "Slipway's own reading token cannot read the group any more");
  expect(saying(world, 'paused')).toEqual([]);
  nothingStrange(world);
});

test('of a channel that the bot was taken out of, whoever watches a group there is told, and what waits comes later', async () => {
  const world = await groupWorld();
  await watchAcme(world, 'kim');
  world.slack.kickBot(world.channel.id);
  const waiting = deploy(world, SHOP, 'production');
  const told = await world.slack.waitFor(
    () =>
      world.slack
        .directMessages(world.people.kim.id)
        .find((one) => world.slack.visibleText(one).includes("can't post in")),
    { what: 'words for kim' },
  );
  expect(world.slack.visibleText(told)).toContain('You watch');

  await world.slack.inviteBot(world.channel.id, world.people.kim.id);

  await cardSays(world, waiting, 'Approval needed');
});

test('a group nobody can answer for any more shows nothing, and the channel hears of it once', async () => {
  const world = await groupWorld();
  await world.command('kim', '/slipway', 'watch acme/* on:started');
  await world.command('kim', '/slipway', 'disconnect');
  const paused = () =>
    world.slack
      .messages(world.channel.id)
      .filter((one) => world.slack.visibleText(one).includes('paused in this channel'));

  await world.slack.waitFor(() => paused()[0], { what: 'words for the channel' });
  deploy(world, SHOP);
  await world.connect('ana');
  world.gitlab.world.setRole(SHOP, 'ana', 'developer');
  expect(await world.command('ana', '/slipway', 'watch acme/* on:failed')).toContain('Changed.');
  expect(paused()).toHaveLength(1);
  expect(cards(world)).toHaveLength(0);
});

test('a group that nobody keeps ends', async () => {
  const world = await groupWorld({ graceMs: 400 });
  await world.command('kim', '/slipway', 'watch acme/*');
  await world.command('kim', '/slipway', 'disconnect');
  await world.slack.waitFor(
    () =>
      world.slack
        .messages(world.channel.id)
        .some((one) => world.slack.visibleText(one).includes('and nobody took them over')),
    { what: 'the end' },
  );
  await listSays(world, 'watches nothing yet');
});

test('a group is named by its path or its address; one that nobody sees, or of another GitLab, is refused', async () => {
  const world = await groupWorld();

  expect(await world.command('kim', '/slipway', 'watch nothing/*')).toContain(
    'GitLab shows you no project nothing/*',
  );
  const elsewhere = 'https://elsewhere.example/groups/acme';
  expect(await world.command('kim', '/slipway', `watch ${elsewhere}`)).toContain('so I did not open it');
  const address = `${world.gitlab.url}/groups/acme`;
  expect(await world.command('kim', '/slipway', `watch ${address}`)).toContain('in all projects of acme');
  expect(await world.command('kim', '/slipway', 'unwatch acme/*')).toContain(
    'no longer watches all projects of acme',
  );
  expect(await world.command('kim', '/slipway', 'unwatch acme/*')).toContain('does not watch acme/*');
});
