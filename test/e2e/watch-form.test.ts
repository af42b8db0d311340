import { expect, test } from 'vitest';
import type { OpenView, StoredMessage } from '../../sandbox/slack/model.ts';
import { BOT_SCOPES } from '../../src/manifest.ts';
import { cardSays, messageAfter, nothingStrange, toldAfter } from '../support/acts.ts';
import { followLink, linkIn, type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const as = (world: TestWorld, name: PersonName) => world.slack.as(world.people[name].id);

/** The dialog a person has open, once it says `words`. */
const dialog = (world: TestWorld, name: PersonName, words: string): Promise<OpenView> =>
  world.slack.waitFor(
    () => {
      const view = world.slack.view(world.people[name].id);
      return view !== undefined && world.slack.visibleText(view).includes(words) ? view : undefined;
    },
    { what: `a dialog that says "${words}"` },
  );

async function openForm(world: TestWorld, name: PersonName, project = SHOP, words = ''): Promise<OpenView> {
  await as(world, name).command('/slipway', `watch ${words}`, world.channel.id);
  await dialog(world, name, 'Its path like');
  await as(world, name).submit({ 'watch-project': project });
  return dialog(world, name, 'What comes');
}

const send = (
  world: TestWorld,
  name: PersonName,
  values: Record<string, string | string[]>,
): Promise<string> => toldAfter(world, name, () => as(world, name).submit(values));

const deploy = (world: TestWorld, environment: string): number =>
  world.gitlab.world.startPipeline(SHOP, { environment, by: 'dana', ref: 'v1' }).id;

test("the form asks for the project, then offers the project's own environments, and does what the command does", async () => {
  const world = await startWorld();
  await world.connect('kim');

  const form = await openForm(world, 'kim');

  expect(JSON.stringify(form)).toContain('"staging"');
  const words = await send(world, 'kim', {
    'watch-environments': ['staging'],
    'watch-env': 'review/*, !review/old',
    'watch-tier': ['staging', 'development'],
    'watch-ref': 'v*',
    'watch-by': '@dana',
    'watch-on': ['started', 'failed'],
  });
  expect(words).toContain('starts and failures, for environments staging and review/* except review/old');
  expect(words).toContain('of tiers staging and development, from v*, deployed by dana, in acme/shop');
  await cardSays(world, deploy(world, 'staging'), 'Deploying');
  expect(world.slack.view(world.people.kim.id)).toBeUndefined();
  nothingStrange(world);
});

test('what was said with the command stands in the form', async () => {
  const world = await startWorld();
  await world.connect('kim');
  await openForm(world, 'kim', SHOP, 'env:production,blue/* on:succeeded');

  expect(await send(world, 'kim', {})).toContain('successes, for environments production and blue/*');
});

test('Edit opens the form with what the watch says now, and changes it', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const answer: StoredMessage = await messageAfter(world, 'kim', () =>
    as(world, 'kim').command(
      '/slipway',
      `watch ${SHOP} env:production tier:!staging by:dana on:failed`,
      world.channel.id,
    ),
  );
  await as(world, 'kim').click(answer, 'Edit');
  await dialog(world, 'kim', 'What comes');

  const words = await send(world, 'kim', { 'watch-on': ['failed', 'canceled'] });

  expect(words).toContain('Changed. You will get: failures and cancellations, for environment production');
  expect(words).toContain('of tiers production, testing, development and other');
  expect(words).toContain('deployed by dana');
  nothingStrange(world);
});

test.each([
  ['watch-env', { 'watch-env': '!' }, 'does not fit env'],
  ['watch-by', { 'watch-by': 'dana ruiz' }, 'GitLab usernames such as dana'],
  ['watch-mention', { 'watch-mention': '@here' }, 'a whole channel is never called'],
  ['watch-mention', { 'watch-mention': '@sec', 'watch-mode': 'dm' }, 'call nobody else'],
  ['watch-confirm', { 'watch-confirm': true, 'watch-mode': 'dm' }, 'it concerns everybody who approves'],
])('what does not fit is told at its input: %s', async (input, values, words) => {
  const world = await startWorld();
  await world.connect('kim');
  await openForm(world, 'kim');

  await as(world, 'kim').submit(values);

  const errors = world.slack.view(world.people.kim.id)?.errors ?? {};
  expect(Object.keys(errors)).toEqual([input]);
  expect(errors[input]).toContain(words);
});

test('a project that cannot be read as one is told where it was typed, and one nobody sees in the form', async () => {
  const world = await startWorld();
  await world.connect('kim');
  await as(world, 'kim').command('/slipway', 'watch', world.channel.id);
  await dialog(world, 'kim', 'Its path like');

  await as(world, 'kim').submit({ 'watch-project': 'https://elsewhere.example/acme/shop' });
  expect(world.slack.view(world.people.kim.id)?.errors?.['watch-project']).toContain('so I did not open it');
  await as(world, 'kim').submit({ 'watch-project': 'acme/nothing' });

  await dialog(world, 'kim', 'GitLab shows you no project acme/nothing');
  expect(await world.command('kim', '/slipway', 'watches')).toContain('watches nothing yet');
});

test('whoever is not connected does so from the form, and the watch stands afterwards', async () => {
  const world = await startWorld();
  await as(world, 'kim').command('/slipway', 'watch env:production', world.channel.id);
  await dialog(world, 'kim', 'Its path like');
  await as(world, 'kim').submit({ 'watch-project': SHOP });
  const offer = await dialog(world, 'kim', 'connect your GitLab account');

  const words = await toldAfter(world, 'kim', () => followLink(world, 'kim', linkIn(offer)));

  expect(words).toContain('for environment production, in acme/shop');
});

test('whom cards call and where they go is chosen in the form, and stands there on Edit', async () => {
  const world = await startWorld({ slack: { scopes: Object.keys(BOT_SCOPES) } });
  const { slack, people } = world;
  slack.addUserGroup({ handle: 'sec-approvers', name: 'Security', users: [people.ana.id] });
  await world.connect('kim');
  await openForm(world, 'kim');
  const answer = await messageAfter(world, 'kim', () =>
    as(world, 'kim').submit({
      'watch-people': [people.gus.id],
      'watch-mention': '@sec-approvers',
      'watch-mode': 'thread',
    }),
  );
  expect(slack.visibleText(answer)).toContain('They come into one thread a day.');
  expect(slack.visibleText(answer)).toContain('calls @Gus Guest and @sec-approvers.');

  await as(world, 'kim').click(answer, 'Edit');
  const form = JSON.stringify(await dialog(world, 'kim', 'What comes'));

  expect(form).toContain(`"initial_users":["${people.gus.id}"]`);
  expect(form).toContain('"initial_value":"@sec-approvers"');
  expect(form).toMatch(/"initial_option":\{[^}]*\{[^}]*\},"value":"thread"/u);
  expect(form).toContain('/slipway watch acme/shop mode:dm');
  expect(form).not.toContain('To me alone');
  expect(await send(world, 'kim', { 'watch-people': [], 'watch-mode': 'message' })).toContain(
    'The first message about each deployment calls @sec-approvers.',
  );
  nothingStrange(world);
});

test('the form of what comes to one person alone asks neither whom to call nor where it goes', async () => {
  const world = await startWorld();
  await world.connect('kim');
  await openForm(world, 'kim');
  const answer = await messageAfter(world, 'kim', () => as(world, 'kim').submit({ 'watch-mode': 'dm' }));
  expect(world.slack.visibleText(answer)).toContain('as direct messages');

  await as(world, 'kim').click(answer, 'Edit');
  const form = JSON.stringify(await dialog(world, 'kim', 'What comes'));

  for (const block of ['watch-people', 'watch-mention', 'watch-mode', 'watch-confirm'])
    expect(form).not.toContain(block);
  expect(await send(world, 'kim', { 'watch-on': ['failed'] })).toContain('Changed. You will get: failures');
});
