import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { messageAfter, nothingStrange, toldAfter, waitingCard, writes } from '../support/acts.ts';
import { clickOn, commandOf, controlIn, envelope, turnedAway, turnedAwayAre } from '../support/raw-slack.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

/** A world with a card, in which Ana has become a guest since she connected. */
async function withGuest(): Promise<{
  world: TestWorld;
  card: StoredMessage;
  id: number;
  list: StoredMessage;
}> {
  const world = await startWorld();
  const { slack, people, channel } = world;
  await world.watchShop();
  await world.connect('ana');
  const { card, id } = await waitingCard(world);
  for (let row = 0; row < 11; row += 1)
    world.gitlab.world.startPipeline(SHOP, { environment: 'staging', by: 'dana', ref: 'main' });
  await slack.as(people.kim.id).command('/deploy', `list ${SHOP} public`, channel.id);
  const list = await slack.waitFor(
    () => slack.messages(channel.id).find((one) => JSON.stringify(one.blocks).includes('list:next')),
    { what: 'the list' },
  );
  await world.app().stop();
  slack.changeUser(people.ana.id, { isRestricted: true });
  const bot = await world.startBot();
  return { world: { ...world, app: () => bot }, card, id, list };
}

test('a guest is refused on every way in, also where only something is read', async () => {
  const { world, card, id, list } = await withGuest();
  const { slack, people } = world;
  const ana = slack.as(people.ana.id);
  const read = world.gitlab.requests.filter(({ user }) => user === 'ana').length;
  const says = async (act: () => Promise<unknown>) =>
    expect(await toldAfter(world, 'ana', act)).toContain('Guests cannot act');

  for (const [command, text] of [
    ['/deploy', `list ${SHOP}`],
    ['/deploy', `show ${SHOP} ${id} public`],
    ['/deploy', `pending ${SHOP}`],
    ['/deploy', 'help'],
    ['/deploy', 'lsit'],
    ['/deploy', `approve ${SHOP} ${id}`],
    ['/env', `stop ${SHOP} staging`],
    ['/env', 'create'],
    ['/slipway', 'me'],
    ['/slipway', 'watches'],
    ['/slipway', 'unwatch'],
    ['/slipway', 'connect'],
    ['/nothing-of-ours', ''],
  ] as const)
    expect(await world.command('ana', command, text), `${command} ${text}`).toContain('Guests cannot act');
  for (const label of ['Approve', 'Reject…', 'Who can approve?']) await says(() => ana.click(card, label));
  await says(() => ana.click(list, 'Next'));
  await says(() => ana.click(list, { actionId: 'deployment-row:0', option: 'Show' }));
  await says(() => ana.click(list, { actionId: 'deployment-row:0', option: 'What it ships' }));

  expect(slack.view(people.ana.id)).toBeUndefined();
  expect(world.gitlab.requests.filter(({ user }) => user === 'ana')).toHaveLength(read);
  expect(writes(world)).toEqual([]);
  await turnedAwayAre(
    world,
    `click account-refused ${people.ana.id}`,
    `command account-refused ${people.ana.id}`,
  );
  nothingStrange(world);
});

test('a guest who mentions the bot hears nothing, and it is on record', async () => {
  const { world } = await withGuest();
  const { slack, people, channel } = world;
  const before = slack.ephemerals(people.ana.id).length;
  await slack.as(people.ana.id).say(`<@${slack.botUserId}> hello`, channel.id);
  await turnedAwayAre(world, `command account-refused ${people.ana.id}`);
  expect(slack.ephemerals(people.ana.id)).toHaveLength(before);
});

test('a dialog that a person opened before becoming a guest is refused when it is sent', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  await world.connect('ana');
  const { card } = await waitingCard(world);
  await slack.as(people.ana.id).click(card, 'Reject…');
  await world.app().stop();
  slack.changeUser(people.ana.id, { isRestricted: true });
  const bot = await world.startBot();
  await world.command('ana', '/slipway', 'me');

  const sent = await slack.as(people.ana.id).submit({ 'block-reason': 'Because' });

  expect(sent.body).toContain('Guests cannot act');
  await turnedAwayAre(
    { ...world, app: () => bot },
    `command account-refused ${people.ana.id}`,
    `form account-refused ${people.ana.id}`,
  );
  expect(writes(world)).toEqual([]);
});

test('an account nobody has asked Slack about yet is held up before GitLab is asked', async () => {
  const { world, card } = await withGuest();
  // The very first request of a new process: the door cannot know yet.
  expect(
    await toldAfter(world, 'ana', () => world.slack.as(world.people.ana.id).click(card, 'Approve')),
  ).toContain('Guests cannot act');
  expect(writes(world)).toEqual([]);
  const lines = await world.app().ports.audit.newest(5);
  expect(lines.map(({ act, outcome }) => `${act} ${outcome}`)).toContain('approve account-refused');
});

test('help is for those who may act, from the first request on', async () => {
  const { world } = await withGuest();
  expect(await world.command('ana', '/deploy', 'help')).toContain('Guests cannot act');
  await turnedAwayAre(world, `command account-refused ${world.people.ana.id}`);
});

test('somebody from the other side of a shared channel is refused though their id is linked here', async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('ana');
  const { card } = await waitingCard(world);
  const { slack, people } = world;
  const click = clickOn(world, card, 'card-approve', controlIn(card, 'card-approve'), 'ana');
  const elsewhere = { ...click, user: { id: people.ana.id, team_id: 'T0PARTNER' } };

  const words = await toldAfter(world, 'ana', () => slack.as(people.ana.id).raw(elsewhere));

  expect(words).toContain('You belong to another Slack workspace');
  await turnedAwayAre(world, `click outsider ${people.ana.id}`);
  expect((await world.app().ports.audit.newest(1))[0]).toMatchObject({
    person: { team: 'T0PARTNER' },
    channel: card.channel,
    message: card.ts,
  });
  expect(writes(world)).toEqual([]);
});

test.each<[string, object]>([
  ['another app', { api_app_id: 'A0OTHER' }],
  ['another workspace', { team_id: 'T0OTHER', team: { id: 'T0OTHER' } }],
])('what is meant for %s is refused on every way in', async (_what, change) => {
  const world = await startWorld();
  await world.watchShop();
  const { card } = await waitingCard(world);
  const { slack, people } = world;
  const kim = slack.as(people.kim.id);
  const click = { ...clickOn(world, card, 'card-approve', controlIn(card, 'card-approve')), ...change };
  const view = { id: 'V1', callback_id: 'modal-reject', private_metadata: '', state: { values: {} } };

  expect(await toldAfter(world, 'kim', () => kim.raw(click))).toContain('not installed here');
  const typed = await kim.raw({ ...commandOf(world, '/slipway', 'me'), ...change });
  expect(typed.body).toContain('not installed here');
  const sent = await kim.raw({ ...envelope(world, 'view_submission'), ...change, view });
  expect(sent.body).toContain('not installed here');

  await expect
    .poll(async () => (await turnedAway(world)).map((line) => line.split(' ').slice(0, 2).join(' ')), {
      timeout: 5_000,
    })
    .toEqual(['click not-installed', 'command not-installed', 'form not-installed']);
  expect(writes(world)).toEqual([]);
});

test('a card’s button counts in no other place than the card', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { card } = await waitingCard(world);
  const { slack, people } = world;
  const click = clickOn(world, card, 'card-approve', controlIn(card, 'card-approve'));
  const other = slack.addChannel({ name: 'other', members: [people.kim.id], botIsMember: true });
  const at = (message_ts: string, channel_id: string) => ({
    container: { type: 'message', message_ts, channel_id },
    channel: { id: channel_id, name: 'x' },
    message: { ts: message_ts },
  });
  const container = { type: 'message', message_ts: card.ts, channel_id: card.channel };

  for (const place of [
    at('1700000000.000100', card.channel),
    at(card.ts, other.id),
    { container: { ...container, message_ts: '1700000000.000100' } },
    { container: { ...container, channel_id: other.id } },
    { container: { type: 'message', channel_id: card.channel }, message: null },
  ])
    expect(
      await toldAfter(world, 'kim', () => slack.as(people.kim.id).raw({ ...click, ...place })),
      JSON.stringify(place),
    ).toMatch(/don't recognise this button|no longer know this card/u);

  expect(writes(world)).toEqual([]);
  nothingStrange(world);
});

test('a question is answered by the person it was put to, where it was put, and by nobody else', async () => {
  const world = await startWorld();
  await world.connect('kim');
  await world.connect('dana');
  const { slack, people } = world;
  const ask = () =>
    messageAfter(world, 'kim', () =>
      slack.as(people.kim.id).command('/env', `stop ${SHOP} staging`, world.channel.id),
    );
  const answer = (name: 'kim' | 'dana', asked: StoredMessage, change: object = {}) =>
    toldAfter(world, name, () =>
      slack.as(people[name].id).raw({
        ...clickOn(world, asked, 'operation-confirm', controlIn(asked, 'operation-confirm'), name),
        ...change,
      }),
    );
  const asked = await ask();
  const other = slack.addChannel({ name: 'other', members: [people.kim.id], botIsMember: true });
  const another = await ask();
  const elsewhere = {
    container: { type: 'message', message_ts: another.ts, channel_id: other.id },
    channel: { id: other.id, name: 'other' },
  };

  expect(await answer('dana', asked)).toContain('Nothing was changed by this click');
  expect(await answer('kim', another, elsewhere)).toContain('Nothing was changed by this click');
  expect(writes(world)).toEqual([]);
  // Neither spent the first question.
  await slack.as(people.kim.id).click(asked, 'Stop');
  await slack.waitFor(() => writes(world).length === 1, { what: 'the stop' });
  await turnedAwayAre(
    world,
    `click confirmation-gone ${people.dana.id}`,
    `click confirmation-gone ${people.kim.id}`,
  );
});

test('more words than any command has are refused in words', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  for (const length of [3_001, 50_000]) {
    const { body } = await slack.as(people.kim.id).raw(commandOf(world, '/deploy', 'x'.repeat(length)));
    expect(body).toContain('too long');
  }
});
