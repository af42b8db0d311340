import { describe, expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { BOT_SCOPES } from '../../src/manifest.ts';
import { cardSays, click, nothingStrange, waitingCard } from '../support/acts.ts';
import { type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const scoped = { slack: { scopes: Object.keys(BOT_SCOPES) } };

const userGroup = ({ slack, people }: TestWorld, handle: string, ...names: PersonName[]): string =>
  slack.addUserGroup({ handle, name: handle, users: names.map((name) => people[name].id) }).id;

const picked = (world: TestWorld, name: PersonName): string => `<@${world.people[name].id}|${name}>`;

/** Who is called by a message, people by name. */
const called = (world: TestWorld, message: StoredMessage) => {
  const { users, usergroups } = world.slack.mentions(message);
  const names = Object.entries(world.people).filter(([, { id }]) => users.includes(id));
  return { people: names.map(([name]) => name).sort(), groups: usergroups };
};

/** Posts, not edits, that hold an id. */
const rung = (world: TestWorld, id: string): number =>
  world.slack.calls.filter(
    ({ method, args }) => method === 'chat.postMessage' && JSON.stringify(args).includes(id),
  ).length;

describe('a watch with mention:', () => {
  test('calls them once, in the first message of a deployment, beside those who can approve', async () => {
    const world = await startWorld(scoped);
    world.gitlab.world.setRole('acme', 'watcher', 'reporter');
    const ops = userGroup(world, 'ops', 'gus');
    await world.watchShop(`mention:@ops,${picked(world, 'ana')},${picked(world, 'kim')}`);
    const [announcement] = world.slack.messages(world.channel.id);

    const { id, card } = await waitingCard(world);

    expect(called(world, card)).toEqual({ people: ['ana', 'kim'], groups: [ops] });
    const words = world.slack.visibleText(card);
    expect(words).toContain('For: @ops and @Ana Costa');
    expect(words).toMatch(/Asked: @Kim Berg/u);
    await click(world, 'kim', card, 'Approve');
    await cardSays(world, id, 'Release managers: 1 of 1 (Kim Berg)');
    world.gitlab.world.reject(id, 'ana');
    await cardSays(world, id, 'Rejected');
    expect(rung(world, ops)).toBe(1);
    expect(rung(world, world.people.ana.id)).toBe(1);
    // The channel reads who is called, and nobody is called by that.
    expect(announcement === undefined ? undefined : called(world, announcement).groups).toEqual([]);
    expect(announcement === undefined ? '' : world.slack.visibleText(announcement)).toContain(
      'The first message about each deployment calls ops, ana and kim.',
    );
    nothingStrange(world);
  });

  test('calls them whatever happens, but never whoever asked for the deployment', async () => {
    const world = await startWorld(scoped);
    await world.connect('dana');
    userGroup(world, 'danas', 'dana');
    await world.watchShop(`on:failed mention:${picked(world, 'dana')},${picked(world, 'gus')},@danas`);
    const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana', ref: 'v1' });
    world.gitlab.world.fail(id, 'script_failure');

    const card = await cardSays(world, id, 'Failed');

    expect(called(world, card)).toEqual({ people: ['gus'], groups: [] });
    expect(world.slack.visibleText(card)).toContain('For: @Gus Guest');
  });
});

test('whoever cannot be called is refused in words, and nothing is set up', async () => {
  const world = await startWorld(scoped);
  await world.connect('kim');
  const { slack, people, channel } = world;
  const bot = slack.addUser({ name: 'robot', realName: 'Robot', isBot: true });
  const foreign = slack.addUser({ name: 'eve', realName: 'Eve', teamId: 'T0OTHER' });
  slack.changeUser(people.ana.id, { deleted: true });
  slack.changeUser(people.gus.id, { isRestricted: true });
  const refusals = [
    ['@here', 'a whole channel is never called'],
    ['<!channel>', 'a whole channel is never called'],
    ['@nobody-knows', 'there is no user group of that name'],
    ['<!subteam^S0GONE|@gone>', 'this one is disabled or gone from Slack'],
    ...[people.ana.id, people.gus.id, bot.id, foreign.id].map((id) => [
      `<@${id}>`,
      'full members of this Slack workspace',
    ]),
  ] as const;
  for (const [mention, words] of refusals) {
    const answer = await world.command('kim', '/slipway', `watch ${SHOP} mention:${mention}`);
    expect(answer, mention).toContain(words);
    expect(answer, mention).toContain('does not fit mention');
  }
  expect(slack.messages(channel.id)).toEqual([]);
  expect(await world.command('kim', '/slipway', 'watches')).toContain('watches nothing yet');
});

test('the list names whom a watch calls, and calls nobody, even where the channel sees it', async () => {
  const world = await startWorld(scoped);
  const ops = userGroup(world, 'ops', 'gus');
  await world.watchShop(`mention:@ops,${picked(world, 'ana')} mode:thread`);
  const { slack, people, channel } = world;

  await slack.as(people.kim.id).command('/slipway', 'watches public', channel.id);

  const list = await slack.waitFor(
    () => slack.messages(channel.id).find((one) => slack.visibleText(one).includes('This channel watches')),
    { what: 'the list in the channel' },
  );
  expect(slack.visibleText(list)).toContain('in one thread a day, calling ops and ana');
  expect(called(world, list)).toEqual({ people: [], groups: [] });
  expect(rung(world, ops)).toBe(0);
});
