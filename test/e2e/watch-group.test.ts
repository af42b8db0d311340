import { expect, test } from 'vitest';
import { cardSays, nothingStrange } from '../support/acts.ts';
import { cards } from '../support/card.ts';
import { type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const HOUR = 3_600_000;

/** A world whose watched groups are looked at again and again, with a sub-group in Acme. */
async function groupWorld(graceMs = 72 * HOUR): Promise<TestWorld> {
  const world = await startWorld({
    overrides: {
      settings: {
        settlePost: { afterMs: 400, againMs: 200 },
        settleDecisionMs: 300,
        watchCheck: { everyMs: 150, graceMs },
      },
    },
  });
  world.gitlab.world.addGroup({
    path: 'acme/tools',
    name: 'Tools',
    members: { kim: 'reporter', watcher: 'reporter' },
  });
  await world.connect('kim');
  return world;
}

const addProject = (
  world: TestWorld,
  path: string,
  people: readonly PersonName[] = ['kim', 'dana'],
): void => {
  const members = Object.fromEntries(people.map((name) => [name, 'developer' as const]));
  world.gitlab.world.addProject({ path, members: { ...members, watcher: 'reporter' } });
  world.gitlab.world.addEnvironment(path, { name: 'staging', tier: 'staging' });
};

const deploy = (world: TestWorld, path: string): number =>
  world.gitlab.world.startPipeline(path, { environment: 'staging', by: 'dana', ref: 'main' }).id;

const listSays = async (world: TestWorld, words: string): Promise<void> => {
  await expect.poll(() => world.command('kim', '/slipway', 'watches'), { timeout: 10_000 }).toContain(words);
};

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

test('a deployment that both a group and a project of it are watched for has one card', async () => {
  const world = await groupWorld();
  await world.command('kim', '/slipway', 'watch acme/* on:started');
  await world.command('kim', '/slipway', `watch ${SHOP} env:production on:started`);

  await cardSays(world, deploy(world, SHOP), 'Deploying');
  expect(await world.command('kim', '/slipway', 'unwatch acme/shop')).toContain(
    'no longer watches acme/shop',
  );
  await cardSays(world, deploy(world, SHOP), 'Deploying');
  expect(cards(world)).toHaveLength(2);
  expect(await world.command('kim', '/slipway', 'unwatch acme/*')).toContain(
    'no longer watches all projects of acme',
  );
  expect(await world.command('kim', '/slipway', 'watches')).toContain('watches nothing yet');
  deploy(world, SHOP);
  await world.command('kim', '/slipway', `watch ${SHOP} env:production`);
  expect(cards(world)).toHaveLength(2);
  nothingStrange(world);
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
  const world = await groupWorld(400);
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
