import { expect, test } from 'vitest';
import { writes } from '../support/acts.ts';
import { auditLines } from '../support/audit.ts';
import { browser, connectedAs, directTo, freshLink, walkToQuestion } from '../support/browser.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

const BROKEN_CALLBACKS: readonly (readonly [string, (real: URL) => void])[] = [
  ['no state', (url) => url.searchParams.delete('state')],
  ['an empty state', (url) => url.searchParams.set('state', '')],
  ['a state nobody was given', (url) => url.searchParams.set('state', 'x'.repeat(43))],
  ['two states, the first made up', (url) => withFirst(url, 'state', 'x'.repeat(43))],
];

function withFirst(url: URL, name: string, value: string): void {
  const rest = url.searchParams.getAll(name);
  url.searchParams.set(name, value);
  for (const one of rest) url.searchParams.append(name, one);
}

/** Nobody is connected, GitLab was not written to, and no token that was handed out still works. */
async function nothingCameOfIt(world: TestWorld): Promise<void> {
  const { ports } = world.app();
  const ids = Object.keys(world.people).map((name) => world.gitlab.world.user(name).id);
  expect(await ports.connections.slackUsersOf(ports.settings.team, ids as never)).toEqual(new Map());
  expect(writes(world)).toEqual([]);
  expect(world.gitlab.world.liveTokens()).toBe(0);
}

test.each(BROKEN_CALLBACKS)('a way back with %s is refused', async (_what, breakIt) => {
  const world = await startWorld();
  const kim = browser();
  const start = await kim.open(await freshLink(world, 'kim'));
  const back = new URL(await world.gitlab.signIn(start.location, 'kim'));
  breakIt(back);

  const page = await kim.open(back.href);

  expect(page.status).toBe(400);
  expect(page.text).toContain('expired or was already used');
  expect(await auditLines(world, 'sign-in')).toEqual(['sign-in link-expired nobody']);
  await nothingCameOfIt(world);
});

test('the state of another Slack user’s link is refused in this browser', async () => {
  const world = await startWorld();
  const gus = await browser().open(await freshLink(world, 'gus'));
  const kim = browser();
  const start = await kim.open(await freshLink(world, 'kim'));
  const back = new URL(await world.gitlab.signIn(start.location, 'kim'));
  back.searchParams.set('state', new URL(gus.location).searchParams.get('state') ?? '');

  const page = await kim.open(back.href);

  expect(page.status).toBe(400);
  expect(page.text).toContain('started in another browser');
  expect(await auditLines(world, 'sign-in', 'connect')).toEqual(['sign-in link-foreign gus']);
  await nothingCameOfIt(world);
});

test('a code that was traded before is refused under a new state', async () => {
  const world = await startWorld();
  const first = await walkToQuestion(world, await freshLink(world, 'kim'), 'kim');
  await first.browser.answer(first.page, first.back, 'cancel');
  const second = await first.browser.open(await freshLink(world, 'kim'));
  const back = new URL(first.back);
  back.searchParams.set('state', new URL(second.location).searchParams.get('state') ?? '');

  const page = await first.browser.open(back.href);

  expect(page.status).toBe(400);
  expect(page.text).toContain('Nothing was connected');
  expect(await auditLines(world, 'sign-in')).toEqual(['sign-in link-refused kim']);
  await nothingCameOfIt(world);
});

test('a code that GitLab gave for another verifier is refused', async () => {
  const world = await startWorld();
  const kim = browser();
  const start = await kim.open(await freshLink(world, 'kim'));
  const foreign = new URL(start.location);
  foreign.searchParams.set('code_challenge', 'c'.repeat(43));
  const back = await world.gitlab.signIn(foreign.href, 'gus');

  const page = await kim.open(back);

  expect(page.status).toBe(400);
  expect(await auditLines(world, 'sign-in')).toEqual(['sign-in link-refused kim']);
  await nothingCameOfIt(world);
});

test('a code cannot be traded without the verifier that never left the bot', async () => {
  const world = await startWorld();
  const start = await browser().open(await freshLink(world, 'kim'));
  const asked = new URL(start.location).searchParams;
  expect(asked.get('code_challenge_method')).toBe('S256');
  expect(asked.get('code_verifier')).toBeNull();
  const code = new URL(await world.gitlab.signIn(start.location, 'kim')).searchParams.get('code') ?? '';
  const { GITLAB_OAUTH_CLIENT_ID = '', GITLAB_OAUTH_CLIENT_SECRET = '', PUBLIC_URL } = world.environment;

  const stolen = await fetch(`${world.gitlab.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      client_id: GITLAB_OAUTH_CLIENT_ID,
      client_secret: GITLAB_OAUTH_CLIENT_SECRET,
      redirect_uri: `${PUBLIC_URL}/oauth/gitlab/callback`,
    }),
  });

  expect(stolen.status).toBe(400);
});

test('a way back in another browser leaves a line, and no token', async () => {
  const world = await startWorld();
  const start = await browser().open(await freshLink(world, 'gus'));

  const page = await browser().open(await world.gitlab.signIn(start.location, 'kim'));

  expect(page.status).toBe(400);
  expect(await auditLines(world, 'sign-in')).toEqual(['sign-in link-foreign gus']);
  await nothingCameOfIt(world);
});

test('the yes of another browser takes the tokens back and leaves a line', async () => {
  const world = await startWorld();
  const { page, back } = await walkToQuestion(world, await freshLink(world, 'kim'), 'kim');

  expect((await browser().answer(page, back, 'connect')).status).toBe(400);

  expect(await auditLines(world, 'sign-in', 'connect')).toEqual(['sign-in link-foreign kim']);
  await nothingCameOfIt(world);
});

test('whoever is led to another person’s link sees both, and the other is told of what came of it', async () => {
  const world = await startWorld();
  const victim = await walkToQuestion(world, await freshLink(world, 'gus'), 'kim');
  expect(victim.page.text).toContain('@kim');
  expect(victim.page.text).toContain('Slack user gus');
  await victim.browser.answer(victim.page, victim.back, 'cancel');
  await nothingCameOfIt(world);
  expect(await connectedAs(world, 'gus')).toContain('connect your GitLab account');
  expect(directTo(world, 'gus')).toEqual([]);

  const own = await walkToQuestion(world, await freshLink(world, 'gus'), 'gus');
  await own.browser.answer(own.page, own.back, 'connect');

  const told = await world.slack.waitFor(() => directTo(world, 'gus')[0], { what: 'a direct message' });
  expect(told).toContain('You are now connected to GitLab as gus');
  expect(await auditLines(world, 'connect')).toEqual(['connect done gus']);
});

test('an answer that is none of the buttons connects nothing', async () => {
  const world = await startWorld();
  const { browser: kim, page, back } = await walkToQuestion(world, await freshLink(world, 'kim'), 'kim');

  const answer = await kim.answer(page, back, 'yes' as never);

  expect(answer.text).toContain('Nothing was connected');
  await nothingCameOfIt(world);
});

test('a sign-in nobody confirms in time leaves no token that works', async () => {
  const world = await startWorld({ overrides: { signInMs: 600 } });
  const walk = await walkToQuestion(world, await freshLink(world, 'kim'), 'kim');
  expect(walk.page.text).toContain('@kim');

  await world.slack.waitFor(() => world.gitlab.world.liveTokens() === 0, {
    what: 'GitLab to take the tokens back',
  });

  expect((await walk.browser.answer(walk.page, walk.back, 'connect')).status).toBe(400);
  await nothingCameOfIt(world);
});

test('tokens that GitLab does not take back at once are revoked once it does', async () => {
  const world = await startWorld();
  const walk = await walkToQuestion(world, await freshLink(world, 'kim'), 'kim');
  world.gitlab.faults.add({ method: 'POST', path: /^\/oauth\/revoke$/u, status: 503, times: 3 });

  expect((await walk.browser.answer(walk.page, walk.back, 'cancel')).text).toContain('Nothing was connected');

  expect(world.gitlab.world.liveTokens()).toBe(1);
  await world.slack.waitFor(() => world.gitlab.world.liveTokens() === 0, {
    what: 'GitLab to take the tokens back',
  });
});

test('the pages can be framed, cached and led elsewhere by nobody, and speak to screen readers', async () => {
  const world = await startWorld();
  const kim = browser();
  const start = await kim.open(await freshLink(world, 'kim'));
  expect(start.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Lax; Max-Age=600$/u);
  const page = await kim.open(await world.gitlab.signIn(start.location, 'kim'));

  const failed = await kim.open(`${world.environment.PUBLIC_URL}/oauth/gitlab/callback`);
  for (const one of [page, failed]) {
    expect(one.headers.get('cache-control')).toBe('no-store');
    expect(one.headers.get('referrer-policy')).toBe('no-referrer');
    const policy = one.headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ])
      expect(policy).toContain(part);
    expect(one.text).toContain('<html lang="en">');
    expect(one.text).toMatch(/<title>[^<]+<\/title>/u);
    expect(one.text.match(/<h1>/gu)).toHaveLength(1);
    expect(one.text).not.toMatch(/<script|<link|<img|src=/u);
  }
});
