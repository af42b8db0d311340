import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { BOT_SCOPES } from '../../src/manifest.ts';
import { click, decisionsSent, nothingStrange, toldAfter } from '../support/acts.ts';
import { keysOf } from '../support/redis.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const scoped = { slack: { scopes: Object.keys(BOT_SCOPES) } };

const saying = (world: TestWorld, messages: readonly StoredMessage[], words: string): StoredMessage[] =>
  messages.filter((message) => world.slack.visibleText(message).includes(words));

/** The messages of a day; one that was deleted says so. */
const days = (world: TestWorld): StoredMessage[] =>
  saying(world, world.slack.messages(world.channel.id), 'Deployments of acme/shop, ');

const isCard = (message: StoredMessage): boolean =>
  JSON.stringify(message.blocks).includes('"header"') && message.fromBot;

/** Cards in a thread; without one, in the channel itself. */
const cardsIn = (world: TestWorld, thread?: string): StoredMessage[] =>
  (thread === undefined
    ? world.slack.messages(world.channel.id)
    : world.slack.thread(world.channel.id, thread)
  ).filter(isCard);

const deploy = (world: TestWorld, environment = 'production'): number =>
  world.gitlab.world.startPipeline(SHOP, { environment, by: 'dana', ref: 'v2.14.0' }).id;

/** The newest card in the newest day's thread, once it says `words`. */
const threaded = (world: TestWorld, words: string): Promise<StoredMessage> =>
  world.slack.waitFor(
    () => {
      const day = days(world).at(-1);
      return day === undefined ? undefined : saying(world, cardsIn(world, day.ts), words).at(-1);
    },
    { what: `a card in the thread that says "${words}"`, timeoutMs: 20_000 },
  );

async function remove(world: TestWorld, ts: string): Promise<void> {
  const answer = await fetch(`${world.slack.apiUrl}chat.delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.slack.botToken}` },
    body: new URLSearchParams({ channel: world.channel.id, ts }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

/** What was posted a moment ago is not looked for. */
async function untilHistoryIsThere(world: TestWorld): Promise<void> {
  const { afterMs } = world.app().ports.settings.settlePost;
  const from = Date.now();
  await expect.poll(() => Date.now() - from).toBeGreaterThan(afterMs);
}

/** Loses them while nothing is under way: what is would put its own back. */
async function loseRecords(world: TestWorld): Promise<void> {
  await expect
    .poll(async () => {
      const { active = 0, waiting = 0, delayed = 0 } = (await world.app().ports.queueCounts()).cards ?? {};
      return active + waiting + delayed;
    })
    .toBe(0);
  const { environment } = world;
  const redis = new Redis(environment.REDIS_URL ?? '');
  const keys = await keysOf(redis, environment.REDIS_PREFIX ?? '');
  await redis.unlink(keys.filter((key) => /:v1(:|$)/u.test(key)));
  redis.disconnect();
}

test('a busy channel sees one message a day; its cards live in the thread, buttons, votes and all', async () => {
  const world = await startWorld(scoped);
  await world.connect('ana');
  await world.watchShop('mode:thread on:*');
  const { slack, channel } = world;
  expect(slack.visibleText(slack.messages(channel.id)[0] ?? { blocks: [] })).toContain(
    'They come into one thread a day.',
  );

  const first = deploy(world);
  const card = await threaded(world, 'Approval needed');
  const [day] = days(world);
  const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    Number(day?.ts) * 1_000,
  );
  expect(day === undefined ? '' : slack.visibleText(day)).toContain(`Deployments of acme/shop, ${date}`);
  expect(await click(world, 'kim', card, 'Approve')).toContain('You approved');
  expect(await click(world, 'ana', card, 'Approve')).toContain('You approved');
  await threaded(world, 'ready to run');
  expect(await click(world, 'kim', card, 'Run')).toContain('You started the job');
  world.gitlab.world.succeed(first);
  const done = await threaded(world, 'Deployed');

  expect(done.ts).toBe(card.ts);
  expect(decisionsSent(world)).toEqual(['kim approved', 'ana approved']);
  const thread = slack.thread(channel.id, day?.ts ?? '');
  expect(saying(world, thread, `approved #${first} to production`)).toHaveLength(2);
  // Slack would take the card for the thread's first message as well, and find nothing there later.
  const threads = slack.calls.flatMap(({ args }) => args.thread_ts ?? []);
  expect(new Set(threads)).toEqual(new Set([day?.ts]));
  deploy(world, 'staging');
  await threaded(world, 'staging');
  expect(days(world)).toHaveLength(1);
  expect(cardsIn(world)).toEqual([]);
  nothingStrange(world);
});

test('whoever acts in a thread is answered there, and the history leads there', async () => {
  const world = await startWorld(scoped);
  const { slack, people } = world;
  await world.watchShop('mode:thread');
  const kim = slack.as(people.kim.id);
  deploy(world);
  const card = await threaded(world, 'Approval needed');
  const thread_ts = days(world)[0]?.ts;
  const answers = (method: string) => slack.calls.filter((call) => call.method === method).at(-1)?.args;

  await click(world, 'kim', card, 'Approve');
  expect(answers('response_url')).toMatchObject({ thread_ts });
  await kim.click(card, 'Reject…');
  await slack.waitFor(() => slack.view(people.kim.id), { what: 'the dialog' });
  await toldAfter(world, 'kim', () => kim.submit({ Reason: 'The wrong day' }));
  expect(answers('chat.postEphemeral')).toMatchObject({ thread_ts });

  const [, line] = (await world.app().ports.audit.newest(10)).filter(({ act }) => act !== 'watch');
  expect(line).toMatchObject({ message: card.ts, thread: thread_ts });
  expect(line?.messageUrl).toContain(`/p${card.ts.replace('.', '')}?thread_ts=${thread_ts}`);
});

test('after the records were lost, the day and its cards are found again, not posted twice', async () => {
  let ago = 120_000;
  const world = await startWorld({ ...scoped, gitlab: { now: () => Date.now() - ago } });
  await world.watchShop('mode:thread');
  const id = deploy(world);
  ago = 0;
  const { ts } = await threaded(world, 'Approval needed');
  await loseRecords(world);
  await world.watchShop('mode:thread');
  world.gitlab.world.approve(id, 'kim');

  await threaded(world, 'Release managers: 1 of 1 (Kim Berg)');

  expect(days(world)).toHaveLength(1);
  expect(cardsIn(world, days(world)[0]?.ts).map((card) => card.ts)).toEqual([ts]);
  expect(cardsIn(world)).toEqual([]);
});

test('a card that stands in the thread of the day before is taken up there', async () => {
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const { now } = clock;
  const world = await startWorld({
    slack: { ...scoped.slack, now },
    gitlab: { now },
    overrides: { clock },
  });
  await world.watchShop('mode:thread');
  const id = deploy(world);
  const { ts } = await threaded(world, 'Approval needed');
  const before = days(world)[0]?.ts ?? '';
  await loseRecords(world);
  clock.ahead = 86_400_000;
  await world.watchShop('mode:thread');
  world.gitlab.world.approve(id, 'kim');

  await world.slack.waitFor(
    () => saying(world, cardsIn(world, before), 'Release managers: 1 of 1 (Kim Berg)')[0],
    { what: 'the card of the day before' },
  );

  expect(cardsIn(world, before).map((card) => card.ts)).toEqual([ts]);
  expect(days(world)).toHaveLength(1);
});

test('a day that somebody deletes is posted anew for the next card; the older ones live on where they are', async () => {
  const world = await startWorld(scoped);
  const { slack } = world;
  await world.watchShop('mode:thread');
  const first = deploy(world);
  await threaded(world, 'Approval needed');
  const old = days(world)[0]?.ts ?? '';
  await untilHistoryIsThere(world);
  await remove(world, old);

  world.gitlab.world.fail(deploy(world, 'staging'));
  await threaded(world, 'Failed');

  expect(days(world)).toHaveLength(1);
  expect(days(world)[0]?.ts).not.toBe(old);
  world.gitlab.world.approve(first, 'kim');
  await slack.waitFor(() => saying(world, cardsIn(world, old), 'Release managers: 1 of 1 (Kim Berg)')[0], {
    what: 'the first card, going on',
  });
  expect(cardsIn(world)).toEqual([]);
});

/** @param afterMs how long what was posted is not looked for */
test.for([
  ['as is seen before the card goes out', 400],
  ['as only Slack’s answer to the card shows', 5_000],
] as const)('a day that was deleted before its first card, %s, is posted anew', async ([, afterMs]) => {
  const settings = { settlePost: { afterMs, againMs: 200 }, settleDecisionMs: 300 };
  const world = await startWorld({ ...scoped, overrides: { settings } });
  const { slack } = world;
  await world.watchShop('mode:thread');
  // Slack takes the day and lets its card wait a second, while somebody deletes the day.
  slack.faults.add({
    method: 'chat.postMessage',
    times: 1,
    when: (args) => typeof args.thread_ts === 'string',
    kind: 'rate-limit',
    retryAfter: 1,
  });
  deploy(world);
  const day = await slack.waitFor(() => days(world)[0], { what: 'the day' });
  await remove(world, day.ts);

  await threaded(world, 'Approval needed');

  expect(days(world)).toHaveLength(1);
  expect(days(world)[0]?.ts).not.toBe(day.ts);
  expect(cardsIn(world, days(world)[0]?.ts)).toHaveLength(1);
  expect(cardsIn(world)).toEqual([]);
  const takenBack = slack.calls.filter(({ method, args }) => method === 'chat.delete' && args.ts !== day.ts);
  const astray = slack.calls.filter(
    ({ method, args, ok }) => method === 'chat.postMessage' && args.thread_ts === day.ts && ok,
  );
  // Each that Slack put into the channel, and nothing else; how often depends on how soon it is tried again.
  expect(takenBack.map(({ args }) => args.ts)).toEqual(astray.map(({ responseBody }) => responseBody.ts));
  expect(astray.length > 0).toBe(afterMs > 1_000);
});

test('a card somebody deletes from the thread comes back into it once', async () => {
  const world = await startWorld(scoped);
  await world.watchShop('mode:thread');
  const id = deploy(world);
  const card = await threaded(world, 'Approval needed');
  await remove(world, card.ts);
  world.gitlab.world.approve(id, 'kim');

  const again = await threaded(world, 'Release managers: 1 of 1 (Kim Berg)');

  expect(again.ts).not.toBe(card.ts);
  expect(days(world)).toHaveLength(1);
  expect(await click(world, 'kim', again, 'Approve')).not.toContain('no longer know');
});

test('the answer to a card in a thread is lost: it is looked for in the thread, and stands there once', async () => {
  const world = await startWorld(scoped);
  await world.watchShop('mode:thread');
  world.slack.faults.add({
    method: 'chat.postMessage',
    times: 1,
    kind: 'lost-response',
    when: (args) => JSON.stringify(args.blocks ?? '').includes('header'),
  });
  const id = deploy(world);
  await world.slack.waitFor(
    () => world.slack.calls.some(({ method }) => method === 'conversations.replies'),
    {
      what: 'a look into the thread',
    },
  );
  world.gitlab.world.approve(id, 'kim');
  await threaded(world, 'Release managers: 1 of 1 (Kim Berg)');
  expect(cardsIn(world, days(world)[0]?.ts)).toHaveLength(1);
});

test('a new mode counts for cards from then on', async () => {
  const world = await startWorld(scoped);
  await world.watchShop('mode:thread');
  const first = deploy(world);
  await threaded(world, 'Approval needed');
  await world.command('kim', '/slipway', `watch ${SHOP} mode:message`);
  const second = deploy(world, 'staging');
  world.gitlab.world.fail(second);
  await world.slack.waitFor(() => saying(world, cardsIn(world), 'staging')[0], {
    what: 'a card in the channel',
  });
  world.gitlab.world.approve(first, 'kim');

  await threaded(world, 'Release managers: 1 of 1 (Kim Berg)');
  expect(cardsIn(world)).toHaveLength(1);
});
