import { expect, test } from 'vitest';
import { cardOf, cardSays, nothingStrange } from '../support/acts.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const deploy = (world: TestWorld, environment: string, by = 'dana', ref = 'main'): number =>
  world.gitlab.world.startPipeline(SHOP, { environment, by, ref }).id;

const watchAs = (world: TestWorld, text: string): Promise<string> =>
  world.command('kim', '/slipway', `watch ${SHOP} ${text}`);

/** Requests with the bot's own token for one environment, which tell its tier. */
const tierRequests = (world: TestWorld): number =>
  world.gitlab.requests.filter(({ user, path }) => user === 'watcher' && /\/environments\/\d+$/u.test(path))
    .length;

test('a tier is a matter of the environment and not of its name, and is asked for once', async () => {
  const world = await startWorld();
  world.gitlab.world.addEnvironment(SHOP, { name: 'blue', tier: 'production' });
  await world.connect('kim');

  const words = await watchAs(world, 'tier:production on:started');

  expect(words).toContain('starts, for every environment, of tier production, in acme/shop');
  const unwanted = deploy(world, 'staging');
  await cardSays(world, deploy(world, 'blue'), 'Deploying');
  expect(cardOf(world, unwanted)).toBeUndefined();
  const asked = tierRequests(world);
  await cardSays(world, deploy(world, 'blue'), 'Deploying');
  expect(tierRequests(world)).toBe(asked);
  nothingStrange(world);
});

test('branches, tags and people are let in by name or pattern, and a person by their mention', async () => {
  const world = await startWorld();
  await world.connect('dana');
  await world.connect('kim');

  const words = await watchAs(world, `ref:v*,main by:<@${world.people.dana.id}|dana>,renovate* on:started`);

  expect(words).toContain('from v* and main, deployed by dana and renovate*, in acme/shop');
  const unwanted = [deploy(world, 'staging', 'dana', 'feature'), deploy(world, 'staging', 'kim', 'main')];
  await cardSays(world, deploy(world, 'staging', 'dana', 'v1.0'), 'Deploying');
  for (const id of unwanted) expect(cardOf(world, id)).toBeUndefined();
  expect(await world.command('ana', '/slipway', 'watches')).toContain('deployed by dana and renovate*');
  nothingStrange(world);
});

test.each([
  ['tier:prod', 'prod does not fit tier', 'production, staging, testing, development or other'],
  ['by:<!here>', '<!here> does not fit by', 'GitLab usernames such as dana'],
  ['on:!*', '!* does not fit on', 'approvals, manual'],
])('%s is refused, with what fits', async (filter, refusal, next) => {
  const world = await startWorld();
  await world.connect('kim');

  const words = await watchAs(world, filter);

  expect(words).toContain(refusal);
  expect(words).toContain(next);
  expect(await world.command('kim', '/slipway', 'watches')).toContain('watches nothing yet');
});

test('somebody without a GitLab account here cannot be a filter, and the words say so', async () => {
  const world = await startWorld();
  await world.connect('kim');

  const words = await watchAs(world, `by:<@${world.people.gus.id}|gus>`);

  expect(words).toContain('people who have connected their GitLab account');
  expect(words).not.toContain('<!');
  expect(await world.command('kim', '/slipway', 'watches')).toContain('watches nothing yet');
});
