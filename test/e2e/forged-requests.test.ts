import { expect, test } from 'vitest';
import { placedElements } from '../../sandbox/slack/elements.ts';
import { stringOf } from '../../sandbox/slack/json.ts';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import type { NewUser } from '../../sandbox/slack/workspace.ts';
import { cardSays, decisionsSent, nothingStrange, toldAfter, waitingCard, writes } from '../support/acts.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

/** The value the bot gave a control of a message. */
const controlIn = (message: StoredMessage, actionId: string): string =>
  stringOf(placedElements(message.blocks).find((place) => place.actionId === actionId)?.element.value);

const clickForged = (
  world: TestWorld,
  card: StoredMessage,
  value: string,
  label = 'Approve',
): Promise<string> =>
  toldAfter(world, 'kim', () => world.slack.as(world.people.kim.id).click(card, label, { value }));

const junk: readonly (readonly [string, string])[] = [
  ['no value', ''],
  ['junk', 'junk'],
  ['JSON', '{"card":"x","project":1,"deployment":4711}'],
  ['an id nobody gave out', `${'0'.repeat(20)}.${'0'.repeat(12)}`],
  ['the names of built-in things', '__proto__.constructor'],
  ['2,000 characters', 'a'.repeat(2_000)],
  ['2,001 characters', 'a'.repeat(2_001)],
];

test.each(junk)('a button with %s for a value is refused in words and decides nothing', async (_, value) => {
  const world = await startWorld();
  await world.watchShop();
  const { card } = await waitingCard(world);

  const words = await clickForged(world, card, value);

  expect(words).toMatch(/don't recognise this button|no longer know this card/u);
  expect(words).toContain('Nothing was changed');
  expect(writes(world)).toEqual([]);
  nothingStrange(world);
});

test('a button that carries the value of another card is refused', async () => {
  const world = await startWorld();
  await world.watchShop('on:approvals,manual');
  const approval = await waitingCard(world);
  const manual = await waitingCard(world, { environment: 'staging', manual: true }, 'Waiting to be run');

  const words = await toldAfter(world, 'kim', () =>
    world.slack
      .as(world.people.kim.id)
      .click(manual.card, 'Run', { value: controlIn(approval.card, 'card-approve') }),
  );

  expect(words).toContain('no longer know this card');
  expect(writes(world)).toEqual([]);
  nothingStrange(world);
});

test("a button that carries the value of another channel's card is refused", async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  const { card } = await waitingCard(world);
  const secret = slack.addChannel({ name: 'secret', members: [people.ana.id], botIsMember: true });
  await world.connect('ana');
  await slack.as(people.ana.id).command('/slipway', `watch ${SHOP}`, secret.id);
  const other = await slack.waitFor(
    () => slack.messages(secret.id).find((message) => slack.visibleText(message).includes('Approval needed')),
    { what: 'the card of the other channel' },
  );

  expect(await clickForged(world, card, controlIn(other, 'card-approve'))).toContain(
    'no longer know this card',
  );
  expect(decisionsSent(world)).toEqual([]);
  nothingStrange(world);
});

test('a made-up rule, page or menu entry is refused', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { card } = await waitingCard(world);
  const value = controlIn(card, 'card-approve');
  const label = Buffer.from('Marketing').toString('base64url');
  const send = (action_id: string, forged: string) =>
    toldAfter(world, 'kim', () =>
      world.slack.as(world.people.kim.id).raw(clickOn(world, card, action_id, forged)),
    );

  expect(await send('choose-rule:0', `${value}.${label}`)).toContain(
    'No approval rule of this deployment is called',
  );
  expect(await send('choose-rule:0', value)).toContain("don't recognise this button");
  expect(await send('list:next', '{"kind":"list","project":"../..","page":-1}')).toContain("don't recognise");
  expect(await send('card-more', `explode:${value}`)).toContain("don't recognise this button");
  expect(await send('card-explode', value)).toContain("don't recognise this button");
  expect(writes(world)).toEqual([]);
  nothingStrange(world);
});

for (const [what, metadata] of [
  ['nothing', ''],
  ['junk', 'junk'],
  [
    'a card nobody has',
    JSON.stringify({ card: '0'.repeat(20), revision: '0'.repeat(12), channel: 'C0000000001' }),
  ],
  ['too much', 'x'.repeat(4_000)],
] as const) {
  test(`a dialog that remembers ${what} decides nothing and says so`, async () => {
    const world = await startWorld();
    const { slack, people } = world;
    await world.watchShop();
    const { card } = await waitingCard(world);
    await slack.as(people.kim.id).click(card, 'Reject…');
    const before = slack.directMessages(people.kim.id).length + slack.ephemerals(people.kim.id).length;

    const delivery = await slack.as(people.kim.id).raw({
      ...envelope(world, 'view_submission'),
      view: {
        id: 'V0000000001',
        callback_id: 'modal-reject',
        private_metadata: metadata,
        state: {
          values: { 'block-reason': { 'input-reason': { type: 'plain_text_input', value: 'Because' } } },
        },
      },
    });

    expect(delivery.status).toBe(200);
    const inDialog = delivery.body.includes("That didn't work");
    if (!inDialog)
      await slack.waitFor(
        () => slack.directMessages(people.kim.id).length + slack.ephemerals(people.kim.id).length > before,
        { what: 'words' },
      );
    expect(decisionsSent(world)).toEqual([]);
    nothingStrange(world);
  });
}

test('what is not signed by Slack, or not now, is answered 401 and does nothing', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  const { id, card } = await waitingCard(world);
  const body = clickOn(world, card, 'card-approve', controlIn(card, 'card-approve'));
  const now = Math.floor(Date.now() / 1000);
  const forged: Record<string, string>[] = [
    { 'x-slack-signature': '' },
    { 'x-slack-request-timestamp': '', 'x-slack-signature': '' },
    { 'x-slack-signature': `v0=${'0'.repeat(64)}` },
    { 'x-slack-signature': 'v0=short' },
    { 'x-slack-signature': 'v1=x' },
    { 'x-slack-request-timestamp': String(now - 301) },
    { 'x-slack-request-timestamp': String(now + 303) },
    { 'x-slack-request-timestamp': 'yesterday', 'x-slack-signature': 'v0=0' },
  ];

  for (const headers of forged)
    expect((await slack.as(people.kim.id).raw(body, headers)).status, JSON.stringify(headers)).toBe(401);

  expect(decisionsSent(world)).toEqual([]);
  const old = await slack.as(people.kim.id).raw(body, { 'x-slack-request-timestamp': String(now - 290) });
  expect(old.status).toBe(200);
  await cardSays(world, id, '(Kim Berg)');
  expect(decisionsSent(world)).toEqual(['kim approved']);
  nothingStrange(world);
});

test('the same bytes sent twice have one effect', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  const { id, card } = await waitingCard(world);

  const click = await slack.as(people.kim.id).click(card, 'Approve');
  await cardSays(world, id, '(Kim Berg)');
  const told = slack.ephemerals(people.kim.id).length;
  expect((await click.replay()).status).toBe(200);
  const list = await slack.as(people.kim.id).command('/deploy', `show ${id}`, world.channel.id);
  expect((await list.replay()).status).toBe(200);
  await slack.waitFor(
    () => slack.ephemerals(people.kim.id).some((one) => slack.visibleText(one).includes(`#${id} · job`)),
    { what: 'the answer' },
  );
  await world.command('kim', '/slipway', 'me');

  expect(decisionsSent(world)).toEqual(['kim approved']);
  const answers = slack
    .ephemerals(people.kim.id)
    .slice(told)
    .map((one) => slack.visibleText(one));
  expect(answers.filter((one) => one.includes(`#${id} · job`))).toHaveLength(1);
  nothingStrange(world);
});

const people: readonly (readonly [string, Partial<NewUser>, string | RegExp])[] = [
  ['a guest of the workspace', { isRestricted: true }, 'Guests cannot act'],
  ['a bot', { isBot: true }, 'Bots cannot act'],
  ['a deactivated account', { deleted: true }, 'deactivated'],
  ['somebody of another workspace', { teamId: 'T0ELSEWHERE' }, /another Slack workspace|not installed here/u],
];

test.each(people)(
  '%s is refused by click and by command, with words and without a write',
  async (_, change, says) => {
    const world = await startWorld();
    const { slack } = world;
    await world.watchShop();
    await world.connect('ana');
    const { card, id } = await waitingCard(world);
    // Accounts are asked for every few minutes; a bot that starts asks at once.
    await world.app().stop();
    slack.changeUser(world.people.ana.id, change);
    await world.startBot();

    const clicked = await toldAfter(world, 'ana', () => slack.as(world.people.ana.id).click(card, 'Approve'));
    const typed = await world.command('ana', '/deploy', `approve ${id}`);
    const connecting = await world.command('ana', '/slipway', 'connect');
    const ending = await world.command('ana', '/slipway', 'unwatch');

    for (const words of [clicked, typed, connecting, ending]) expect(words).toMatch(says);
    expect(await world.command('kim', '/slipway', 'watches')).toContain(SHOP);
    expect(writes(world)).toEqual([]);
    nothingStrange(world);
  },
);

/** The outside of a request by Kim. */
const envelope = (world: TestWorld, type: string) => ({
  type,
  user: { id: world.people.kim.id, team_id: world.slack.teamId },
  team: { id: world.slack.teamId, domain: 'acme' },
  api_app_id: world.slack.appId,
  token: 'legacy',
  trigger_id: '1.2.3',
});

/** A click by Kim on any control of a message, whatever it carries. */
const clickOn = (world: TestWorld, message: StoredMessage, action_id: string, value: string) => ({
  ...envelope(world, 'block_actions'),
  container: { type: 'message', message_ts: message.ts, channel_id: message.channel },
  channel: { id: message.channel, name: 'deploys' },
  message: { ts: message.ts },
  actions: [
    action_id === 'card-more'
      ? { type: 'overflow', action_id, block_id: 'b', selected_option: { value } }
      : { type: 'button', action_id, block_id: 'b', value },
  ],
});
