import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { SlackUserId } from '../../src/core/ids.ts';
import {
  cardSays,
  click,
  decisionsSent,
  messageAfter,
  nothingStrange,
  toldAfter,
  waitingCard,
  writes,
} from '../support/acts.ts';
import { browser, connectedAs, directTo, freshLink, walkToQuestion } from '../support/browser.ts';
import { followLink, linkIn, SHOP, startWorld, type TestWorld } from '../support/world.ts';

test('the click of somebody unlinked offers the link and continues by itself once they are connected', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id, card } = await waitingCard(world);

  const offer = await messageAfter(world, 'ana', () =>
    world.slack.as(world.people.ana.id).click(card, 'Approve'),
  );
  expect(world.slack.visibleText(offer)).toContain('Nothing has been done yet');
  expect(decisionsSent(world)).toEqual([]);
  const words = await toldAfter(world, 'ana', () => followLink(world, 'ana', linkIn(offer)));

  expect(words).toContain('You approved');
  expect(directTo(world, 'ana')[0]).toContain('continues now');
  await cardSays(world, id, 'Security: 1 of 1 (Ana Costa)');
  expect(decisionsSent(world)).toEqual(['ana approved']);
  nothingStrange(world);
});

test('the command of somebody unlinked continues by itself too, the newest one', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id } = await waitingCard(world);
  const send = (text: string): Promise<StoredMessage> =>
    messageAfter(world, 'ana', () =>
      world.slack.as(world.people.ana.id).command('/deploy', text, world.channel.id),
    );

  await send(`show ${id}`);
  const offer = await send(`approve ${id} Looks good`);
  const words = await toldAfter(world, 'ana', () => followLink(world, 'ana', linkIn(offer)));

  expect(words).toContain('You approved');
  expect(decisionsSent(world)).toEqual(['ana approved']);
  expect(world.gitlab.world.deployment(id).approvals[0]?.comment).toBe('Looks good');
  nothingStrange(world);
});

test('a run of somebody unlinked continues by itself', async () => {
  const world = await startWorld();
  await world.watchShop('on:manual');
  const { id } = await waitingCard(world, { environment: 'staging', manual: true }, 'Waiting to be run');
  const offer = await messageAfter(world, 'ana', () =>
    world.slack.as(world.people.ana.id).command('/deploy', `run ${SHOP} ${id}`, world.channel.id),
  );
  expect(world.slack.visibleText(offer)).toContain('Nothing has been done yet');

  const words = await toldAfter(world, 'ana', () => followLink(world, 'ana', linkIn(offer)));

  expect(words).toContain('You started the job');
  expect(writes(world).map((one) => `${one.user} ${one.path.split('/').at(-1)}`)).toEqual(['ana play']);
  nothingStrange(world);
});

test('what somebody unlinked wanted to create is created once they are connected', async () => {
  const world = await startWorld();
  const offer = await messageAfter(world, 'dana', () =>
    world.slack.as(world.people.dana.id).command('/env', `create ${SHOP} review/one`, world.channel.id),
  );
  expect(world.slack.visibleText(offer)).toContain('Nothing has been done yet');

  const words = await toldAfter(world, 'dana', () => followLink(world, 'dana', linkIn(offer)));

  expect(words).toContain('review/one');
  expect(writes(world).map((one) => `${one.user} ${one.method} ${one.status}`)).toEqual(['dana POST 201']);
  nothingStrange(world);
});

test('a list asked for by somebody unlinked comes once they are connected', async () => {
  const world = await startWorld();
  const offer = await messageAfter(world, 'ana', () =>
    world.slack.as(world.people.ana.id).command('/deploy', `list ${SHOP}`, world.channel.id),
  );

  const words = await toldAfter(world, 'ana', () => followLink(world, 'ana', linkIn(offer)));

  expect(words).toContain('Deployments in acme/shop');
  nothingStrange(world);
});

test('whoever opens the link of somebody else sees both names and links nothing by saying no', async () => {
  const world = await startWorld();
  const link = await freshLink(world, 'gus');

  const victim = await walkToQuestion(world, link, 'kim');
  expect(victim.page.text).toContain('@kim');
  expect(victim.page.text).toContain('Slack user gus');
  expect(await connectedAs(world, 'gus')).toContain('connect your GitLab account');

  const no = await victim.browser.answer(victim.page, victim.back, 'cancel');

  expect(no.text).toContain('Nothing was connected');
  expect(await connectedAs(world, 'gus')).toContain('connect your GitLab account');
  const late = await victim.browser.answer(victim.page, victim.back, 'connect');
  expect(late.status).toBe(400);
  expect(await connectedAs(world, 'gus')).toContain('connect your GitLab account');
  expect(world.gitlab.requests.filter((request) => request.path === '/oauth/revoke').length).toBeGreaterThan(
    0,
  );
  nothingStrange(world);
});

test('a sign-in that comes back in another browser is refused', async () => {
  const world = await startWorld();
  const start = await browser().open(await freshLink(world, 'gus'));
  const back = await world.gitlab.signIn(start.location, 'kim');

  const page = await browser().open(back);

  expect(page.status).toBe(400);
  expect(page.text).toContain('started in another browser');
  expect(await connectedAs(world, 'gus')).toContain('connect your GitLab account');
  nothingStrange(world);
});

test('the yes of another browser is refused', async () => {
  const world = await startWorld();
  const { page, back } = await walkToQuestion(world, await freshLink(world, 'kim'), 'kim');

  const answer = await browser().answer(page, back, 'connect');

  expect(answer.status).toBe(400);
  expect(await connectedAs(world, 'kim')).toContain('connect your GitLab account');
  nothingStrange(world);
});

test('a link works once: its start, its way back and its yes are all refused afterwards', async () => {
  const world = await startWorld();
  const link = await freshLink(world, 'kim');
  const walk = await walkToQuestion(world, link, 'kim');
  await walk.browser.answer(walk.page, walk.back, 'connect');

  const again = [
    await walk.browser.open(link),
    await walk.browser.open(walk.back),
    await walk.browser.answer(walk.page, walk.back, 'connect'),
  ];

  for (const page of again) {
    expect(page.status).toBe(400);
    expect(page.text).toContain('expired or was already used');
  }
  expect(await connectedAs(world, 'kim')).toContain('kim');
  nothingStrange(world);
});

test('a link that is over ten minutes old, or made up, is refused', async () => {
  const world = await startWorld();
  const link = await freshLink(world, 'kim');
  const redis = new Redis(world.environment.REDIS_URL ?? '');
  const keys = await redis.keys(`{${world.environment.REDIS_PREFIX}}:link*`);
  expect(keys).toHaveLength(1);
  const [lifetime] = await Promise.all(keys.map((key) => redis.pttl(key)));
  expect(lifetime).toBeLessThanOrEqual(600_000);
  await redis.del(...keys);
  await redis.quit();

  const made = new URL(link);
  made.searchParams.set('state', 'x'.repeat(43));

  for (const url of [link, made.href]) {
    const page = await browser().open(url);
    expect(page.status).toBe(400);
    expect(page.text).toContain('Get a new one in Slack with /slipway connect');
  }
  nothingStrange(world);
});

test('a person who refuses at GitLab is told on the page that nothing was connected', async () => {
  const world = await startWorld();
  const kim = browser();
  const start = await kim.open(await freshLink(world, 'kim'));
  const state = new URL(start.location).searchParams.get('state') ?? '';

  const page = await kim.open(
    `${world.environment.PUBLIC_URL}/oauth/gitlab/callback?error=access_denied&error_description=The+resource+owner+denied+the+request.&state=${state}`,
  );

  expect(page.status).toBe(400);
  expect(page.text).toContain('Nothing was connected');
  nothingStrange(world);
});

test('a GitLab account that somebody else here has linked is refused, and its owner keeps it', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const { browser: gus, page, back } = await walkToQuestion(world, await freshLink(world, 'gus'), 'kim');

  const answer = await gus.answer(page, back, 'connect');

  expect(answer.status).toBe(400);
  expect(answer.text).toContain('already connected to another Slack user');
  expect(await connectedAs(world, 'gus')).toContain('connect your GitLab account');
  expect(await connectedAs(world, 'kim')).toContain('Kim Berg');
  nothingStrange(world);
});

test('an access token that has ended is renewed once for ten needs at the same time', async () => {
  const world = await startWorld();
  await world.connect('kim');
  world.gitlab.world.expireAccessTokens('kim');
  const { slack, people, channel } = world;

  const before = slack.ephemerals(people.kim.id).length;
  await Promise.all(
    Array.from({ length: 10 }, () => slack.as(people.kim.id).command('/deploy', `list ${SHOP}`, channel.id)),
  );

  const answers = await slack.waitFor(
    () => {
      const new_ = slack.ephemerals(people.kim.id).slice(before);
      return new_.length === 10 ? new_ : undefined;
    },
    { what: 'ten lists' },
  );
  for (const answer of answers) expect(slack.visibleText(answer)).toContain('Deployments in acme/shop');
  expect(refreshes(world)).toEqual([200]);
  nothingStrange(world);
});

test('two replicas renew a token once between them', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const other = await world.startBot({}, { PORT: '0' });
  world.gitlab.world.expireAccessTokens('kim');
  const { slack, people, channel } = world;
  const ask = () => slack.as(people.kim.id).command('/deploy', `list ${SHOP}`, channel.id);

  const before = slack.ephemerals(people.kim.id).length;
  const first = Array.from({ length: 5 }, ask);
  slack.connectTo(`http://127.0.0.1:${other.port}/slack/events`);
  await Promise.all([...first, ...Array.from({ length: 5 }, ask)]);

  await slack.waitFor(() => slack.ephemerals(people.kim.id).length === before + 10, { what: 'ten lists' });
  for (const answer of slack.ephemerals(people.kim.id).slice(before))
    expect(slack.visibleText(answer)).toContain('Deployments in acme/shop');
  expect(refreshes(world)).toEqual([200]);
  nothingStrange(world);
});

test('a person whose access was revoked in GitLab is asked to connect again, once, and then goes on', async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('ana');
  const { id, card } = await waitingCard(world);
  world.gitlab.world.revokeTokens('ana');

  const offer = await messageAfter(world, 'ana', () =>
    world.slack.as(world.people.ana.id).click(card, 'Approve'),
  );

  expect(world.slack.visibleText(offer)).toContain('connect');
  expect(refreshes(world)).toEqual([400]);
  expect(decisionsSent(world)).toEqual([]);
  const again = await click(world, 'ana', await cardSays(world, id, 'Approval needed'), 'Approve');
  expect(again).toContain('connect');
  expect(refreshes(world)).toEqual([400]);
  expect(await toldAfter(world, 'ana', () => followLink(world, 'ana', linkIn(offer)))).toContain(
    'You approved',
  );
  expect(decisionsSent(world)).toEqual(['ana approved']);
  nothingStrange(world);
});

test('a GitLab that fails while a token is renewed costs nobody their connection', async () => {
  const world = await startWorld({ overrides: { gitlabTimeoutMs: 700 } });
  await world.watchShop();
  const { id, card } = await waitingCard(world);
  world.gitlab.world.expireAccessTokens('kim');
  world.gitlab.faults.add({ method: 'POST', path: /^\/oauth\/token$/u, status: 503, times: 1 });

  const words = await click(world, 'kim', card, 'Approve');

  expect(words).toContain('Nothing was');
  expect(words).not.toContain('onnect again');
  expect(await click(world, 'kim', await cardSays(world, id, 'Approval needed'), 'Approve')).toContain(
    'You approved',
  );
  nothingStrange(world);
});

test('disconnecting revokes the access, and the next click asks to connect', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { card } = await waitingCard(world);

  const words = await world.command('kim', '/slipway', 'disconnect');

  expect(words).toContain('GitLab has revoked the access too');
  expect(await world.command('kim', '/slipway', 'disconnect')).toContain('You were not connected');
  expect(await click(world, 'kim', card, 'Approve')).toContain('connect your GitLab account');
  expect(decisionsSent(world)).toEqual([]);
  nothingStrange(world);
});

/** Statuses of the renewals GitLab was asked for. */
const refreshes = (world: TestWorld): number[] =>
  world.gitlab.requests
    .filter((request) => request.path === '/oauth/token' && request.body?.grant_type === 'refresh_token')
    .map((request) => request.status);

test('disconnecting while a token is being renewed takes back the new token, not the dead one', async () => {
  const world = await startWorld();
  const { gitlab, slack, people, channel } = world;
  await world.connect('kim');
  gitlab.world.expireAccessTokens('kim');
  gitlab.faults.add({ method: 'POST', path: /oauth\/token/u, kind: 'delay', delayMs: 1_500 });
  const renewals = () =>
    gitlab.requests.filter((one) => JSON.stringify(one.body ?? '').includes('"refresh_token"'));
  await slack.as(people.kim.id).command('/deploy', `list ${SHOP}`, channel.id);
  await slack.waitFor(() => renewals().length > 0, { what: 'the renewal to be under way' });
  await slack.as(people.kim.id).command('/slipway', 'disconnect', channel.id);
  await slack.waitFor(
    () => slack.ephemerals(people.kim.id).some((one) => /disconnected/iu.test(slack.visibleText(one))),
    { what: 'that Kim is disconnected' },
  );
  // The list is answered after the renewal has ended, whatever became of it.
  await slack.waitFor(() => slack.ephemerals(people.kim.id).length >= 3, {
    what: 'an answer to the list too',
  });
  const { ports } = world.app();
  const user = SlackUserId.parse(people.kim.id);
  expect(await ports.connections.get({ team: ports.settings.team, user })).toBeUndefined();
  const reads = gitlab.requests.filter(
    (one) => one.method === 'GET' && one.headers.authorization !== undefined,
  );
  const newest = String(reads.at(-1)?.headers.authorization).replace('Bearer ', '');
  const revoked = gitlab.requests.filter((one) => one.path.endsWith('/oauth/revoke'));
  expect(revoked.map((one) => JSON.stringify(one.body)).join()).toContain(newest);
  nothingStrange(world);
});
