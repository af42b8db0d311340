import { expect, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { SlipwayError } from '../../src/core/errors.ts';
import {
  cardOf,
  cardSays,
  click,
  decisionsSent,
  nothingStrange,
  toldAfter,
  waitingCard,
  writes,
} from '../support/acts.ts';
import { auditLines } from '../support/audit.ts';
import { browser, freshLink, type Page } from '../support/browser.ts';
import { commandApprove, markedWorld, pressApprove, walkToApproval } from '../support/confirming.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const MINUTE = 60_000;

async function askedWorld(options: Parameters<typeof markedWorld>[0] = {}): Promise<{
  world: TestWorld;
  id: number;
  card: StoredMessage;
  link: string;
}> {
  const world = await markedWorld(options);
  const { id, card } = await waitingCard(world);
  return { world, id, card, link: await pressApprove(world, 'kim', card) };
}

/** A bot whose clock the test moves. */
async function askedWithClock() {
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const asked = await askedWorld({ overrides: { clock } });
  return { ...asked, clock };
}

/** The page says so, the trail has it, GitLab was not written to, and no card says that somebody confirms. */
async function refused(
  world: TestWorld,
  page: Page,
  words: string,
  outcome: string,
  who = 'kim',
): Promise<void> {
  expect(page.status).toBe(400);
  expect(page.text).toContain('Not approved');
  expect(page.text).toContain(words);
  expect(await auditLines(world, 'sign-in', 'approve')).toEqual([`sign-in ${outcome} ${who}`]);
  expect(writes(world)).toEqual([]);
  expect(world.gitlab.unknown).toEqual([]);
}

const quiet = (world: TestWorld, id: number) =>
  world.slack.waitFor(
    () => !world.slack.visibleText(cardOf(world, id) ?? { blocks: [] }).includes('is confirming'),
    { what: 'the card to say nothing of a confirmation' },
  );

test('a GitLab session that was there already is no fresh sign-in, whatever the browser did to the address', async () => {
  const { world, id, link } = await askedWorld();
  world.gitlab.world.signedIn('kim', Date.now() - 5 * MINUTE);

  const { page } = await walkToApproval(world, link, 'kim', (url) => url.searchParams.delete('prompt'));

  await refused(world, page, 'GitLab did not ask you to sign in anew', 'confirm-stale');
  await quiet(world, id);
});

test('another GitLab account confirms nothing', async () => {
  const { world, id, link } = await askedWorld();

  const { page } = await walkToApproval(world, link, 'ana');

  await refused(world, page, 'another account than', 'confirm-other-account');
  expect(page.text).not.toContain('name="id"');
  await quiet(world, id);
});

test('the way back in another browser confirms nothing', async () => {
  const { world, link } = await askedWorld();
  const start = await browser().open(link);

  const page = await browser().open(await world.gitlab.signIn(start.location, 'kim'));

  await refused(world, page, 'started in another browser', 'confirm-foreign');
});

test('the yes of another browser confirms nothing, and ends the question', async () => {
  const { world, link } = await askedWorld();
  const { page, back, browser: own } = await walkToApproval(world, link, 'kim');

  await refused(world, await browser().answer(page, back, 'approve'), 'another browser', 'confirm-foreign');

  expect((await own.answer(page, back, 'approve')).status).toBe(400);
  expect(writes(world)).toEqual([]);
});

test('a way back that was used confirms nothing a second time', async () => {
  const { world, link } = await askedWorld();
  const { browser: own, back } = await walkToApproval(world, link, 'kim');

  const page = await own.open(back);

  await refused(world, page, 'has expired, or was used already', 'confirm-expired', 'nobody');
});

test('a yes counts once', async () => {
  const { world, id, link } = await askedWorld();
  const { browser: own, page, back } = await walkToApproval(world, link, 'kim');

  const answers = await Promise.all([1, 2, 3].map(() => own.answer(page, back, 'approve')));
  await cardSays(world, id, '(Kim Berg)');

  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400, 400]);
  expect((await own.answer(page, back, 'approve')).status).toBe(400);
  expect(decisionsSent(world)).toEqual(['kim approved']);
  expect(await auditLines(world, 'approve')).toEqual(['approve done kim']);
});

test('a yes that could not be kept is told as that, and may be given again', async () => {
  const { world, id, link } = await askedWorld();
  const { ports } = world.app();
  const { browser: own, page, back } = await walkToApproval(world, link, 'kim');
  const real = ports.jobs.act.bind(ports.jobs);
  Object.assign(ports.jobs, { act: () => Promise.reject(new SlipwayError('store-unavailable')) });
  expect((await own.answer(page, back, 'approve')).status).toBe(500);
  Object.assign(ports.jobs, { act: real });
  expect(writes(world)).toEqual([]);

  expect((await own.answer(page, back, 'approve')).text).toContain('Approval sent');

  await world.slack.waitFor(() => decisionsSent(world)[0], { what: `the approval of #${id}` });
  expect(decisionsSent(world)).toEqual(['kim approved']);
});

test('a yes whose question could not be taken away is still one approval', async () => {
  const { world, link } = await askedWorld();
  const { ports } = world.app();
  const { browser: own, page, back } = await walkToApproval(world, link, 'kim');
  const real = ports.stepUps.removeQuestion.bind(ports.stepUps);
  Object.assign(ports.stepUps, {
    removeQuestion: () => Promise.reject(new SlipwayError('store-unavailable')),
  });
  const told = await toldAfter(world, 'kim', () => own.answer(page, back, 'approve'));
  Object.assign(ports.stepUps, { removeQuestion: real });
  expect(told).toContain('You approved');

  const again = await toldAfter(world, 'kim', () => own.answer(page, back, 'approve'));

  expect(again).toContain('You approved this already');
  expect(decisionsSent(world)).toEqual(['kim approved']);
});

test('a link, a sign-in and a question each end after ten minutes', async () => {
  const { world, card, link, clock } = await askedWithClock();
  const own = browser();
  const start = await own.open(link);
  const back = await world.gitlab.signIn(start.location, 'kim');
  const other = await walkToApproval(world, await pressApprove(world, 'kim', card), 'kim');

  clock.ahead = 11 * MINUTE;

  for (const page of [
    await browser().open(link),
    await own.open(back),
    await other.browser.answer(other.page, other.back, 'approve'),
  ]) {
    expect(page.status).toBe(400);
    expect(page.text).toContain('has expired');
  }
  expect(writes(world)).toEqual([]);
});

/** GitLab's answer with an ID token somebody made up: this much of the real one is changed. */
async function withClaims(world: TestWorld, link: string, change: Record<string, unknown>): Promise<Page> {
  const own = browser();
  const start = await own.open(link);
  const asked = new URL(start.location).searchParams;
  const back = await world.gitlab.signIn(start.location, 'kim');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: world.gitlab.url,
    sub: String(world.gitlab.world.user('kim').id),
    aud: world.environment.GITLAB_OAUTH_CLIENT_ID,
    exp: now + 120,
    iat: now,
    nonce: asked.get('nonce'),
    auth_time: now,
    ...change,
  };
  const parts = [{ typ: 'JWT', alg: 'RS256' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  world.gitlab.faults.add({
    method: 'POST',
    path: /\/oauth\/token$/u,
    times: 1,
    status: 200,
    body: {
      access_token: 'made-up',
      token_type: 'Bearer',
      scope: 'openid',
      ...(change.missing === true ? {} : { id_token: [...parts, 'c2lnbmVk'].join('.') }),
    },
  });
  return own.open(back);
}

test('the made-up answer of these tests is taken where nothing in it is wrong', async () => {
  const { world, link } = await askedWorld();
  expect((await withClaims(world, link, {})).text).toContain('You are approving');
});

const NOT_OURS: readonly (readonly [string, Record<string, unknown>])[] = [
  ['another nonce', { nonce: 'another' }],
  ['no nonce', { nonce: undefined }],
  ['another application', { aud: 'another-application' }],
  ['another GitLab', { iss: 'https://gitlab.elsewhere.example' }],
  ['an end that is past', { exp: Math.floor(Date.now() / 1000) - 600 }],
  ['no time of the sign-in', { auth_time: undefined }],
  ['a user that is no number', { sub: 'kim' }],
  ['no ID token at all', { missing: true }],
];

test.each(NOT_OURS)("GitLab's word with %s is not trusted", async (_what, change) => {
  const { world, link } = await askedWorld();
  await refused(
    world,
    await withClaims(world, link, change),
    'word on who signed in could not be trusted',
    'confirm-unproven',
  );
});

test('an OAuth application without the scope openid is told as that, with what mends it', async () => {
  const { world, link } = await askedWorld();
  const own = browser();
  const start = await own.open(link);
  const back = new URL(`${world.environment.PUBLIC_URL}/oauth/gitlab/callback`);
  back.searchParams.set('state', new URL(start.location).searchParams.get('state') ?? '');
  back.searchParams.set('error', 'invalid_scope');

  await refused(world, await own.open(back.href), 'lacks the scope openid', 'confirm-scope');
});

test('whoever says no at GitLab approves nothing', async () => {
  const { world, link } = await askedWorld();
  const own = browser();
  const start = await own.open(link);
  const back = new URL(`${world.environment.PUBLIC_URL}/oauth/gitlab/callback`);
  back.searchParams.set('state', new URL(start.location).searchParams.get('state') ?? '');
  back.searchParams.set('error', 'access_denied');

  await refused(world, await own.open(back.href), 'GitLab did not confirm who you are', 'confirm-refused');
});

test('the state of a confirmation connects nobody, and the state of a connection confirms nothing', async () => {
  const { world, link } = await askedWorld();
  const confirming = new URL(link);
  const connecting = new URL(await freshLink(world, 'kim'));
  const state = (url: URL): string => url.searchParams.get('state') ?? '';
  const base = world.environment.PUBLIC_URL ?? '';

  const pages = [
    await browser().open(`${base}/oauth/gitlab/start?state=${state(confirming)}`),
    await browser().open(`${base}/oauth/gitlab/approve?state=${state(connecting)}`),
  ];
  expect(pages.map(({ status }) => status)).toEqual([400, 400]);

  // A code of a sign-in that was asked for to connect, under the state of a confirmation in the same browser.
  const own = browser();
  await own.open(link);
  const start = await own.open(connecting.href);
  const back = new URL(await world.gitlab.signIn(start.location, 'kim'));
  back.searchParams.set('state', state(confirming));
  const page = await own.open(back.href);
  expect(page.status).toBe(400);
  expect(page.text).toContain('Not approved');
  expect(writes(world)).toEqual([]);
});

test('what a yes was given to is refused once the deployment has changed', async () => {
  const { world, id, link } = await askedWorld();
  const { browser: own, page, back } = await walkToApproval(world, link, 'kim');
  world.gitlab.world.protectEnvironment(SHOP, 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/release' }, { group: 'acme/security' }, { role: 'maintainer' }],
  });

  const told = await toldAfter(world, 'kim', () => own.answer(page, back, 'approve'));

  expect(told).toMatch(/changed|card was out of date/u);
  expect(decisionsSent(world)).toEqual([]);
  expect((await auditLines(world, 'approve'))[0]).toMatch(
    /^approve (?:confirm-outdated|card-outdated) kim$/u,
  );
  await quiet(world, id);
});

test('what a command was confirmed for is refused once the deployment has changed', async () => {
  const world = await markedWorld();
  const { id } = await waitingCard(world);
  const {
    browser: own,
    page,
    back,
  } = await walkToApproval(world, await commandApprove(world, 'kim', id), 'kim');
  world.gitlab.world.protectEnvironment(SHOP, 'production', {
    deployers: [{ role: 'developer' }],
    rules: [{ group: 'acme/release' }, { group: 'acme/security' }, { role: 'maintainer' }],
  });

  const told = await toldAfter(world, 'kim', () => own.answer(page, back, 'approve'));

  expect(told).toContain('the deployment has changed since');
  expect(decisionsSent(world)).toEqual([]);
  expect(await auditLines(world, 'approve')).toEqual(['approve confirm-outdated kim']);
});

test('a yes that waited more than ten minutes is not carried out', async () => {
  const { world, clock, link } = await askedWithClock();
  const { ports } = world.app();
  const { browser: own, page, back } = await walkToApproval(world, link, 'kim');
  const taken: Parameters<typeof ports.jobs.act>[0][] = [];
  const real = ports.jobs.act.bind(ports.jobs);
  Object.assign(ports.jobs, { act: async (act: (typeof taken)[number]) => void taken.push(act) });
  await own.answer(page, back, 'approve');
  Object.assign(ports.jobs, { act: real });
  clock.ahead = 11 * MINUTE;

  const told = await toldAfter(world, 'kim', async () => {
    for (const act of taken) await real(act);
  });

  expect(taken).toHaveLength(1);
  expect(told).toContain('more than ten minutes old');
  expect(decisionsSent(world)).toEqual([]);
});

test('nobody can say from Slack that an approval was confirmed', async () => {
  const { world, id, card } = await askedWorld();
  const { slack, people } = world;
  const told = await toldAfter(world, 'kim', () =>
    slack.as(people.kim.id).command('/deploy', `approve ${SHOP} ${id} confirmed:browser`, world.channel.id),
  );
  expect(told).toContain('Nothing has been approved yet');
  expect(await click(world, 'kim', card, 'Approve')).toContain('Nothing has been approved yet');
  expect(decisionsSent(world)).toEqual([]);
});

test('only whoever set the mark, or an operator, takes it away', async () => {
  const world = await markedWorld();
  await world.connect('ana');

  for (const text of [`watch ${SHOP}`, `watch ${SHOP} env:staging confirm:browser`, 'unwatch'])
    expect(await world.command('ana', '/slipway', text)).toContain('it is not for you to take that away');
  expect(await world.command('ana', '/slipway', 'watches')).toContain('approvals confirmed in the browser');
  expect(await auditLines(world, 'unwatch', 'watch')).toEqual([
    'watch done kim',
    'watch watch-marked ana',
    'watch watch-marked ana',
    'unwatch watch-marked ana',
  ]);

  world.slack.changeUser(world.people.dana.id, { isAdmin: true });
  await world.connect('dana');
  expect(await world.command('dana', '/slipway', `watch ${SHOP} env:production`)).toContain('Changed');
  const [line] = await world.app().ports.audit.newest(1);
  expect(line).toMatchObject({ act: 'watch', outcome: 'done', detail: 'confirm:browser dropped' });
  const { id } = await waitingCard(world);
  expect(await world.command('ana', '/deploy', `approve ${SHOP} ${id}`)).toContain('You approved');
});

test('whoever set the mark takes it away, and the trail says so', async () => {
  const world = await markedWorld();
  expect(await world.command('kim', '/slipway', 'unwatch')).toContain('no longer watches');
  const [line] = await world.app().ports.audit.newest(1);
  expect(line).toMatchObject({ act: 'unwatch', outcome: 'done', detail: 'confirm:browser dropped' });
});

test('what a mark can be is said, and it is in the rule in words', async () => {
  const world = await startWorld();
  await world.connect('kim');
  expect(await world.command('kim', '/slipway', `watch ${SHOP} confirm:phone`)).toContain('browser');
  expect(
    await world.command('kim', '/slipway', `watch ${SHOP} env:production tier:staging confirm:browser`),
  ).toContain(
    'Approvals for environment production are confirmed in the browser, after a fresh sign-in to GitLab.',
  );
  nothingStrange(world);
});

test('where browsers cannot reach the bot, nothing is marked, and what was marked before is not approved', async () => {
  const world = await startWorld({ withoutBot: true });
  const first = await world.startBot();
  await world.watchShop('env:production confirm:browser');
  await first.stop();
  const { gitlab, slack } = world;
  await world.startBot({}, { SIGN_IN: 'device' });
  const { card } = await waitingCard(world);

  expect(await click(world, 'kim', card, 'Approve')).toContain('cannot be confirmed in the browser here');
  expect(await world.command('kim', '/slipway', `watch ${SHOP} confirm:browser`)).toContain(
    'cannot be confirmed in the browser here',
  );

  expect(decisionsSent(world)).toEqual([]);
  expect([...gitlab.unknown, ...slack.unknown]).toEqual([]);
});
