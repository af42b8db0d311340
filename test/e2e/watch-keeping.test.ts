import { expect, test } from 'vitest';
import { freePort } from '../../sandbox/free-port.ts';
import { placedElements } from '../../sandbox/slack/elements.ts';
import { stringOf } from '../../sandbox/slack/json.ts';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import type { Act } from '../../src/core/acts.ts';
import { answerWatch } from '../../src/flows/answer-watch.ts';
import { click, messageAfter, nothingStrange, toldAfter, waitingCard } from '../support/acts.ts';
import { cards } from '../support/card.ts';
import { followLink, linkIn, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const HOUR = 3_600_000;
/** Longer than the bot believes what Slack said of a person. */
const SIX_MINUTES = 360_000;

/** A world in which every watch is checked again and again; `ahead` moves the bot's clock. */
async function checkedWorld(graceMs = 72 * HOUR) {
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const settings = { watchCheck: { everyMs: 150, graceMs } };
  const world = await startWorld({
    overrides: {
      clock,
      settings: { settlePost: { afterMs: 400, againMs: 200 }, settleDecisionMs: 300, ...settings },
    },
  });
  await world.watchShop();
  return Object.assign(world, { clock });
}

const saying = (world: TestWorld, words: string, channel = world.channel.id): StoredMessage[] =>
  world.slack.messages(channel).filter((message) => world.slack.visibleText(message).includes(words));

const said = (world: TestWorld, words: string, channel = world.channel.id): Promise<StoredMessage> =>
  world.slack.waitFor(() => saying(world, words, channel)[0], { what: `a message that says "${words}"` });

const question = (world: TestWorld, channel = world.channel.id): Promise<StoredMessage> =>
  said(world, 'are paused in this channel', channel);

/** Requests that ask, with this person's own connection, whether they may read the shop. */
const checksAs = (world: TestWorld, name: string): number =>
  world.gitlab.requests.filter(
    (request) =>
      request.user === name && request.tokenKind === 'oauth' && request.path.endsWith('/deployments'),
  ).length;

async function afterMoreChecks(world: TestWorld, name: string, more = 3): Promise<void> {
  const before = checksAs(world, name);
  await world.slack.waitFor(() => checksAs(world, name) >= before + more, { what: 'more checks' });
}

const trail = async (world: TestWorld): Promise<string[]> =>
  (await world.app().ports.audit.newest(100))
    .map((line) => `${line.act} ${line.outcome} ${line.person?.user ?? '-'} ${line.project ?? '-'}`)
    .reverse();

const deploy = (world: TestWorld): number =>
  world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v2.15.0' }).id;

test('whoever set a watch up and still may read the project is checked in silence', async () => {
  const world = await checkedWorld();

  await afterMoreChecks(world, 'kim', 4);

  expect(world.slack.messages(world.channel.id)).toHaveLength(1);
  await waitingCard(world);
  nothingStrange(world);
});

test('a watch whose maker may no longer read shows nothing new until somebody who may keeps it', async () => {
  const world = await checkedWorld();
  const { kim, ana } = world.people;
  await world.connect('ana');
  const before = await waitingCard(world);
  world.gitlab.world.setRole(SHOP, 'kim', null);

  const asked = await question(world);
  const words = world.slack.visibleText(asked);
  expect(words).toContain('set up by @Kim Berg, who can no longer read acme/shop in GitLab');
  expect(words).toMatch(/Unless somebody does by .+ UTC, they end/u);
  expect(world.slack.mentions(asked).users).toEqual([kim.id]);
  const missed = deploy(world);
  world.gitlab.world.reject(before.id, 'ana');
  await world.slack.waitFor(() => saying(world, 'Rejected')[0], { what: 'the old card to follow' });
  await afterMoreChecks(world, 'kim');
  expect(cards(world)).toHaveLength(1);

  expect(await click(world, 'ana', asked, 'Keep watching')).toContain('acme/shop are in your name now');

  await said(world, `#${missed}`);
  await said(
    world,
    '@Ana Costa took over the deployment notices for acme/shop in this channel from @Kim Berg',
  );
  const closed = await said(world, '@Ana Costa keeps them');
  expect(closed.ts).toBe(asked.ts);
  expect(placedElements(closed.blocks)).toEqual([]);
  expect(await world.command('dana', '/slipway', 'watches')).not.toContain('paused');
  expect(await trail(world)).toEqual(
    expect.arrayContaining([
      `lose-watch gitlab-not-found ${kim.id} acme/shop`,
      `take-over-watch done ${ana.id} acme/shop`,
    ]),
  );
  await afterMoreChecks(world, 'ana');
  expect(saying(world, 'paused')).toHaveLength(1);
  nothingStrange(world);
});

test('the list tells that a watch is paused, and until when', async () => {
  const world = await checkedWorld();
  world.gitlab.world.setRole(SHOP, 'kim', null);
  await question(world);
  expect(await world.command('dana', '/slipway', 'watches')).toMatch(/acme\/shop.*paused until .+ UTC/u);
});

test('a channel is asked once, whatever restarts', async () => {
  const world = await checkedWorld();
  world.gitlab.world.setRole(SHOP, 'kim', null);
  await question(world);
  await afterMoreChecks(world, 'kim');
  await world.app().stop();
  const again = await world.startBot({}, { PORT: String(await freePort()) });
  await afterMoreChecks(world, 'kim');

  expect(saying(world, 'paused in this channel')).toHaveLength(1);
  const asked = (await again.ports.audit.newest(100)).filter((line) => line.act === 'lose-watch');
  expect(asked).toHaveLength(1);
});

test('whoever may not read the project can neither keep the watch nor stop it', async () => {
  const world = await checkedWorld();
  await world.connect('gus');
  world.gitlab.world.setRole(SHOP, 'kim', null);
  const asked = await question(world);

  const kept = await click(world, 'gus', asked, 'Keep watching');
  expect(kept).toContain('GitLab does not let you read the deployments of acme/shop');
  expect(kept).toContain('Somebody who may read them can keep the watch');
  const stopped = await click(world, 'gus', asked, 'Stop');
  expect(stopped).toContain('It was left as it is');
  expect(stopped).toContain('Ask whoever set it up');

  expect(await world.command('dana', '/slipway', 'watches')).toContain('paused until');
  expect(await trail(world)).toEqual(
    expect.arrayContaining([
      `take-over-watch watch-unreadable ${world.people.gus.id} acme/shop`,
      `unwatch watch-of-others ${world.people.gus.id} acme/shop`,
    ]),
  );
  nothingStrange(world);
});

test('whoever is not connected yet keeps the watch once they are', async () => {
  const world = await checkedWorld();
  world.gitlab.world.setRole(SHOP, 'kim', null);
  const asked = await question(world);

  const offer = await messageAfter(world, 'dana', () =>
    world.slack.as(world.people.dana.id).click(asked, 'Keep watching'),
  );
  expect(world.slack.visibleText(offer)).toContain('connect your GitLab account');
  expect(saying(world, 'took over')).toEqual([]);
  await followLink(world, 'dana', linkIn(offer));

  await said(world, '@Dana Ruiz took over the deployment notices');
  nothingStrange(world);
});

test('a watch nobody keeps ends, and the channel and whoever set it up are told', async () => {
  const world = await checkedWorld(700);
  const { kim } = world.people;
  world.gitlab.world.setRole(SHOP, 'kim', null);

  const end = await said(world, 'in this channel have ended');

  expect(world.slack.visibleText(end)).toContain('@Kim Berg can no longer read acme/shop');
  expect(world.slack.visibleText(end)).toContain('nobody took them over');
  const closed = await said(world, 'Nobody kept them in time');
  expect(placedElements(closed.blocks)).toEqual([]);
  const direct = await world.slack.waitFor(
    () =>
      world.slack.directMessages(kim.id).find((one) => world.slack.visibleText(one).includes('have ended')),
    { what: 'words for kim' },
  );
  expect(world.slack.visibleText(direct)).toContain('you can no longer read acme/shop in GitLab');
  expect(await world.command('dana', '/slipway', 'watches')).toContain('watches nothing yet');
  expect(await trail(world)).toContain(`lose-watch done ${kim.id} acme/shop`);
  deploy(world);
  expect(cards(world)).toEqual([]);
  nothingStrange(world);
});

test('a watch of somebody who has left the workspace is kept by somebody who may read', async () => {
  const world = await checkedWorld();
  await world.connect('ana');
  world.slack.changeUser(world.people.kim.id, { deleted: true });
  world.clock.ahead = SIX_MINUTES;
  const asked = await question(world);
  world.clock.ahead = 0;

  expect(world.slack.visibleText(asked)).toContain(
    'set up by @Kim Berg, who is no longer a full member of this Slack workspace',
  );
  expect(await click(world, 'ana', asked, 'Keep watching')).toContain('in your name now');
  await waitingCard(world);
  expect(await trail(world)).toContain(`lose-watch account-refused ${world.people.kim.id} acme/shop`);
  nothingStrange(world);
});

test('whoever has left is not written to when the watch ends', async () => {
  const world = await checkedWorld(300);
  const before = world.slack.directMessages(world.people.kim.id).length;
  world.slack.changeUser(world.people.kim.id, { deleted: true });
  world.clock.ahead = SIX_MINUTES;
  await said(world, 'Nobody kept them in time');
  expect(world.slack.directMessages(world.people.kim.id)).toHaveLength(before);
});

test('a watch goes on by itself once whoever set it up is connected again', async () => {
  const world = await checkedWorld();
  await world.command('kim', '/slipway', 'disconnect');
  const asked = await question(world);
  expect(world.slack.visibleText(asked)).toContain(
    'set up by @Kim Berg, who has no GitLab account connected any more',
  );
  expect(world.slack.visibleText(asked)).toContain('connect again with /slipway connect');
  const { id } = world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });

  await world.connect('kim');

  const closed = await said(world, '@Kim Berg may read the project again, so they go on');
  expect(closed.ts).toBe(asked.ts);
  await said(world, `#${id}`);
  expect(await trail(world)).toEqual(
    expect.arrayContaining([
      `lose-watch not-connected ${world.people.kim.id} acme/shop`,
      `take-over-watch done ${world.people.kim.id} acme/shop`,
    ]),
  );
  nothingStrange(world);
});

test.each([
  ['GitLab answers 503', { status: 503 }],
  ['GitLab answers 500', { status: 500 }],
  ['GitLab asks to slow down', { status: 429, headers: { 'retry-after': '0' } }],
  ['GitLab cuts the connection', { kind: 'reset' }],
  ['a proxy answers in its place', { kind: 'html' }],
] as const)('no watch is paused while %s', async (_what, fault) => {
  const world = await checkedWorld();
  const mend = world.gitlab.faults.add({ path: /\/deployments$/u, ...fault });
  await afterMoreChecks(world, 'kim');
  mend();

  await waitingCard(world);
  await afterMoreChecks(world, 'kim');
  expect(saying(world, 'paused')).toEqual([]);
  expect(await trail(world)).not.toEqual(expect.arrayContaining([expect.stringContaining('lose-watch')]));
});

test('no watch is paused while Slack does not say who its maker is', async () => {
  const world = await checkedWorld();
  const mend = world.slack.faults.add({ method: 'users.info', kind: 'status' });
  const asked = () => world.slack.calls.filter((call) => call.method === 'users.info' && !call.ok).length;
  world.clock.ahead = SIX_MINUTES;
  await world.slack.waitFor(() => asked() >= 3, { what: 'checks that fail' });
  mend();
  world.clock.ahead = 0;

  await afterMoreChecks(world, 'kim');
  expect(saying(world, 'paused')).toEqual([]);
});

test('whoever may read can stop a paused watch at once', async () => {
  const world = await checkedWorld();
  await world.connect('ana');
  world.gitlab.world.setRole(SHOP, 'kim', null);
  const asked = await question(world);

  expect(await click(world, 'ana', asked, 'Stop')).toContain('no longer watches acme/shop');

  expect((await said(world, '@Ana Costa stopped them')).ts).toBe(asked.ts);
  expect(await world.command('dana', '/slipway', 'watches')).toContain('watches nothing yet');
  expect(await trail(world)).toContain(`unwatch done ${world.people.ana.id} acme/shop`);
  nothingStrange(world);
});

test('a question answered already is told so, and changes nothing', async () => {
  const world = await checkedWorld();
  await world.connect('ana');
  await world.connect('dana');
  world.gitlab.world.setRole(SHOP, 'kim', null);
  const asked = await question(world);
  await click(world, 'ana', asked, 'Keep watching');

  for (const label of ['Keep watching', 'Stop']) {
    const words = await toldAfter(world, 'dana', () =>
      world.slack.as(world.people.dana.id).click(asked, label, { asSeen: true }),
    );
    expect(words).toContain('settled already');
  }
  expect(await world.command('dana', '/slipway', 'watches')).toContain('acme/shop');
});

test('an answer that is carried out twice, as after a crash, keeps the watch once and says so', async () => {
  const world = await checkedWorld();
  await world.connect('ana');
  world.gitlab.world.setRole(SHOP, 'kim', null);
  const asked = await question(world);
  const { ports } = world.app();
  const acts: Act[] = [];
  const act = ports.jobs.act.bind(ports.jobs);
  Object.assign(ports.jobs, { act: async (one: Act) => void acts.push(one) });
  await world.slack.as(world.people.ana.id).click(asked, 'Keep watching');
  Object.assign(ports.jobs, { act });
  const [answer] = acts;
  if (answer?.kind !== 'answer-watch') throw new Error('no answer was queued');

  const nothingSent = { sentAt: undefined, votesBefore: 0, runSentAt: undefined, toldUncertain: false };
  const journal = { ...nothingSent, id: 'one-job', write: async () => undefined };
  for (let run = 0; run < 2; run += 1)
    expect(await answerWatch(ports, answer, journal)).toMatchObject({ kind: 'watch-kept' });

  expect(saying(world, 'took over')).toHaveLength(1);
  const lines = await trail(world);
  expect(lines.filter((line) => line.startsWith('take-over-watch'))).toEqual([
    `take-over-watch done ${world.people.ana.id} acme/shop`,
  ]);
});

test('only the message that asks is answered, and only for its own channel', async () => {
  const world = await checkedWorld();
  const { slack, people } = world;
  await world.connect('ana');
  const other = slack.addChannel({
    name: 'other',
    members: [people.kim.id, people.ana.id],
    botIsMember: true,
  });
  await slack.as(people.kim.id).command('/slipway', `watch ${SHOP}`, other.id);
  await said(world, 'set up deployment notices', other.id);
  const { card } = await waitingCard(world);
  world.gitlab.world.setRole(SHOP, 'kim', null);
  const [here, there] = [await question(world), await question(world, other.id)];
  const buttonValue = (message: StoredMessage) =>
    stringOf(placedElements(message.blocks).find((one) => one.actionId === 'watch-keep')?.element.value);
  const press = (message: StoredMessage, value: string) =>
    toldAfter(world, 'ana', () => slack.as(people.ana.id).raw(clickOn(world, message, 'watch-keep', value)));

  // A value moved to a card, to another channel's question, and values nobody gave out.
  for (const words of [
    await press(card, buttonValue(here)),
    await press(here, 'junk'),
    await press(here, `1.${'9'.repeat(20)}`),
    await press(here, ''),
  ])
    expect(words).toContain("don't recognise this button");
  expect(
    await press(
      here,
      buttonValue(here).replace(/\d$/u, (digit) => String((Number(digit) + 1) % 10)),
    ),
  ).toContain('settled already');

  expect(await click(world, 'ana', there, 'Keep watching')).toContain('in your name now');
  await said(world, '@Ana Costa took over', other.id);
  expect(await world.command('ana', '/slipway', 'watches')).toContain('paused until');
  expect(saying(world, 'took over')).toEqual([]);
});

const clickOn = (world: TestWorld, message: StoredMessage, action_id: string, value: string) => ({
  type: 'block_actions',
  api_app_id: world.slack.appId,
  team: { id: world.slack.teamId },
  user: { id: world.people.ana.id, team_id: world.slack.teamId },
  channel: { id: message.channel },
  container: { type: 'message', message_ts: message.ts, channel_id: message.channel },
  message: { ts: message.ts },
  actions: [{ type: 'button', action_id, block_id: 'any', value }],
});
