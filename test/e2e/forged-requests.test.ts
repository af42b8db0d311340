import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import type { NewUser } from '../../sandbox/slack/workspace.ts';
import { cardSays, decisionsSent, nothingStrange, toldAfter, waitingCard, writes } from '../support/acts.ts';
import { clickOn, controlIn, envelope, turnedAwayAre } from '../support/raw-slack.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

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
  await expect
    .poll(async () =>
      (await world.app().ports.audit.newest(1)).map(({ act, outcome, person }) => ({ act, outcome, person })),
    )
    .toEqual([
      {
        act: expect.stringMatching(/^(click|approve)$/u),
        outcome: expect.stringMatching(/^(control|card)-unknown$/u),
        person: { team: world.slack.teamId, user: world.people.kim.id },
      },
    ]);
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

test('an entry of the menu for a card nobody has is refused in words, and on record', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { card } = await waitingCard(world);
  const nobodys = `comment:${'0'.repeat(20)}.${'0'.repeat(12)}`;

  const words = await toldAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).raw(clickOn(world, card, 'card-more', nobodys)),
  );

  expect(words).toContain('no longer know this card');
  await turnedAwayAre(world, `click card-unknown ${world.people.kim.id}`);
  expect(world.slack.view(world.people.kim.id)).toBeUndefined();
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
    ...['NaN', '1e9', `${now}.5`, `-${now}`, `${now}000`, String(now + 315_000_000)].map((at) => ({
      'x-slack-request-timestamp': at,
    })),
  ];

  for (const headers of forged)
    expect((await slack.as(people.kim.id).raw(body, headers)).status, JSON.stringify(headers)).toBe(401);

  expect(decisionsSent(world)).toEqual([]);
  await turnedAwayAre(world, 'slack-request bad-signature nobody', 'slack-request bad-timestamp nobody');
  const old = await slack.as(people.kim.id).raw(body, { 'x-slack-request-timestamp': String(now - 290) });
  expect(old.status).toBe(200);
  await cardSays(world, id, '(Kim Berg)');
  expect(decisionsSent(world)).toEqual(['kim approved']);
  nothingStrange(world);
});

test('a signature that is spelt in another way, or belongs to other bytes, is none', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  const { card } = await waitingCard(world);
  const click = JSON.stringify(clickOn(world, card, 'card-approve', controlIn(card, 'card-approve')));
  const body = `payload=${encodeURIComponent(click)}`;
  const at = String(Math.floor(Date.now() / 1000));
  const signature = slack.sign(at, body);
  const send = async (text: string, signed: string) =>
    (
      await slack
        .as(people.kim.id)
        .raw(text, { 'x-slack-request-timestamp': at, 'x-slack-signature': signed })
    ).status;

  for (const other of [
    signature.toUpperCase(),
    `v0=${signature.slice(3).toUpperCase()}`,
    signature.replace('v0', 'v1'),
    `${signature}=again`,
    `${signature}, ${signature}`,
    `${signature},${slack.sign(at, 'other')}`,
    signature.slice(3),
    signature.slice(0, -1),
  ])
    expect(await send(body, other), other).toBe(401);
  for (const text of [
    `${body}&x=1`,
    `x=1&${body}`,
    body.replace('card-approve', 'card-reject'),
    `${body}&${body}`,
    `payload=${encodeURIComponent(JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(click)).toReversed())))}`,
    'ssl_check=1',
  ])
    expect(await send(text, text === 'ssl_check=1' ? '' : signature), text).toBe(401);

  expect(decisionsSent(world)).toEqual([]);
  await turnedAwayAre(world, 'slack-request bad-signature nobody');
  nothingStrange(world);
});

test('a request whose parts contradict each other has no effect, even when it is signed', async () => {
  const world = await startWorld();
  const { slack, people } = world;
  await world.watchShop();
  const { card } = await waitingCard(world);
  const click = clickOn(world, card, 'card-approve', controlIn(card, 'card-approve'));
  const payload = `payload=${encodeURIComponent(JSON.stringify(click))}`;
  const kim = slack.as(people.kim.id);
  const before = slack.ephemerals(people.kim.id).length;

  expect((await kim.raw(`${payload}&${payload}`)).status).not.toBe(200);
  const mention = JSON.stringify({
    type: 'app_mention',
    user: people.kim.id,
    channel: world.channel.id,
    text: 'hi',
    ts: '1.2',
  });
  const twice = `{"type":"event_callback","team_id":"${slack.teamId}","api_app_id":"${slack.appId}","event":${mention},"team_id":"T0ELSEWHERE"}`;
  await kim.raw(twice, { 'content-type': 'application/json' });
  expect((await kim.raw(`ssl_check=1&${payload}`)).body).toBe('');
  await turnedAwayAre(world, `command not-installed ${people.kim.id}`);

  expect(slack.ephemerals(people.kim.id)).toHaveLength(before);
  expect(decisionsSent(world)).toEqual([]);
});

test('a body larger than any of Slack’s is not read to its end', async () => {
  const world = await startWorld();
  const huge = `payload=${'x'.repeat(1_100_000)}`;
  expect((await world.slack.as(world.people.kim.id).raw(huge)).status).toBe(413);
  await turnedAwayAre(world, 'slack-request body-too-large nobody');
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
