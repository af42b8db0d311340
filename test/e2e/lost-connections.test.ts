import { expect, test } from 'vitest';
import { SlipwayError } from '../../src/core/errors.ts';
import { ChannelId, SlackUserId } from '../../src/core/ids.ts';
import type { LinkNews } from '../../src/core/link-news.ts';
import { afterLink, type LinkNotes } from '../../src/flows/after-link.ts';
import { finishSignIn, openLink } from '../../src/flows/browser-sign-in.ts';
import { answerOnPage } from '../../src/flows/confirm-link.ts';
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
import { auditLines } from '../support/audit.ts';
import { connectedAs, directTo, freshLink } from '../support/browser.ts';
import { followLink, linkIn, type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const renewals = (world: TestWorld) =>
  world.gitlab.requests.filter(
    (request) => request.path === '/oauth/token' && request.body?.grant_type === 'refresh_token',
  );

const personOf = (world: TestWorld, name: PersonName) => ({
  team: world.app().ports.settings.team,
  user: SlackUserId.parse(world.people[name].id),
});

const told = (world: TestWorld, name: PersonName, words: string): Promise<string> =>
  world.slack.waitFor(() => directTo(world, name).find((text) => text.includes(words)), {
    what: `${name} to be told "${words}"`,
  });

test('a refresh token that GitLab refuses ends the connection once, with a message and a line, for ten needs', async () => {
  const world = await startWorld();
  await world.connect('kim');
  await told(world, 'kim', 'You are now connected');
  world.gitlab.world.revokeTokens('kim');
  const { slack, people, channel } = world;
  const before = slack.ephemerals(people.kim.id).length;

  await Promise.all(
    Array.from({ length: 10 }, () => slack.as(people.kim.id).command('/deploy', `list ${SHOP}`, channel.id)),
  );
  await slack.waitFor(() => slack.ephemerals(people.kim.id).length === before + 10, { what: 'ten answers' });

  expect(renewals(world).map((one) => one.status)).toEqual([400]);
  for (const answer of slack.ephemerals(people.kim.id).slice(before))
    expect(slack.visibleText(answer)).toContain('connect your GitLab account');
  const words = await told(world, 'kim', 'GitLab no longer accepts your connection as kim');
  expect(words).toContain('/slipway connect');
  expect(directTo(world, 'kim')).toHaveLength(2);
  expect(await auditLines(world, 'lose-connection')).toEqual(['lose-connection connection-lost kim']);
  nothingStrange(world);
});

test('a renewal whose answer was lost asks to connect again, and what was asked for continues then', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { id, card } = await waitingCard(world);
  world.gitlab.world.expireAccessTokens('kim');
  world.gitlab.faults.add({ method: 'POST', path: /^\/oauth\/token$/u, kind: 'lost-response', times: 1 });
  expect(await click(world, 'kim', card, 'Approve')).not.toContain('You approved');

  const again = await cardSays(world, id, 'Approval needed');
  const offer = await messageAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).click(again, 'Approve'),
  );

  expect(world.slack.visibleText(offer)).toContain('Nothing has been done yet');
  expect(renewals(world)).toHaveLength(2);
  expect(await toldAfter(world, 'kim', () => followLink(world, 'kim', linkIn(offer)))).toContain(
    'You approved',
  );
  expect(decisionsSent(world)).toEqual(['kim approved']);
  nothingStrange(world);
});

test('a GitLab that takes longer for a renewal than a lock lives is still asked once', async () => {
  const world = await startWorld();
  await world.connect('kim');
  const other = await world.startBot({}, { PORT: '0' });
  world.gitlab.world.expireAccessTokens('kim');
  world.gitlab.faults.add({ method: 'POST', path: /^\/oauth\/token$/u, kind: 'delay', delayMs: 7_000 });
  const { slack, people, channel } = world;
  const before = slack.ephemerals(people.kim.id).length;
  const ask = () => slack.as(people.kim.id).command('/deploy', `list ${SHOP}`, channel.id);

  await ask();
  slack.connectTo(`http://127.0.0.1:${other.port}/slack/events`);
  await ask();
  await slack.waitFor(() => slack.ephemerals(people.kim.id).length === before + 2, {
    what: 'two lists',
    timeoutMs: 20_000,
  });

  for (const answer of slack.ephemerals(people.kim.id).slice(before))
    expect(slack.visibleText(answer)).toContain('Deployments in acme/shop');
  expect(renewals(world).map((one) => one.status)).toEqual([200]);
  nothingStrange(world);
}, 40_000);

test('an account that GitLab has blocked is refused, and its connection ends', async () => {
  const world = await startWorld();
  await world.watchShop();
  const { card } = await waitingCard(world);
  world.gitlab.world.blockUser('kim');

  const words = await click(world, 'kim', card, 'Approve');

  expect(words).toContain('GitLab refuses everything to your account kim');
  expect(await told(world, 'kim', 'You are no longer connected')).toContain('blocked');
  expect(decisionsSent(world)).toEqual([]);
  expect(await auditLines(world, 'lose-connection')).toEqual(['lose-connection gitlab-account-refused kim']);
  await world.slack.waitFor(() => world.gitlab.world.liveTokens('kim') === 0, {
    what: 'the tokens to be revoked',
    timeoutMs: 15_000,
  });
  expect(await connectedAs(world, 'kim')).toContain('connect your GitLab account');
  nothingStrange(world);
});

test('whoever only lacks a role keeps their connection', async () => {
  const world = await startWorld();
  await world.watchShop();
  await world.connect('gus');
  const { card } = await waitingCard(world);

  await click(world, 'gus', card, 'Approve');

  expect(await connectedAs(world, 'gus')).toContain('connected since');
  expect(await auditLines(world, 'lose-connection')).toEqual([]);
  nothingStrange(world);
});

test('the connection of somebody Slack has deactivated ends when it is used', async () => {
  const world = await startWorld();
  await world.connect('kim');
  world.slack.changeUser(world.people.kim.id, { deleted: true });
  // What is known of an account is kept for minutes; a new process asks anew.
  const other = await world.startBot({}, { PORT: '0' });
  world.slack.connectTo(`http://127.0.0.1:${other.port}/slack/events`);

  expect(await world.command('kim', '/deploy', `list ${SHOP}`)).toContain('deactivated');

  await world.slack.waitFor(() => world.gitlab.world.liveTokens('kim') === 0, {
    what: 'the tokens to be revoked',
    timeoutMs: 15_000,
  });
  expect(await world.app().ports.connections.get(personOf(world, 'kim'))).toBeUndefined();
  expect(await auditLines(world, 'lose-connection')).toEqual(['lose-connection account-refused kim']);
});

test('somebody deactivated during the sign-in connects nothing, and no token is left', async () => {
  const world = await startWorld();
  const { ports } = world.app();
  const { id, browser } = await askedOnPage(world, 'kim');
  const refused = new SlipwayError('account-refused', { why: 'deactivated' });
  const people = { ...ports.people, assertMayAct: () => Promise.reject(refused) };

  await expect(answerOnPage({ ...ports, people }, id, 'connect', browser)).rejects.toBe(refused);

  expect(await connectedAs(world, 'kim')).toContain('connect your GitLab account');
  expect(world.gitlab.world.liveTokens('kim')).toBe(0);
  expect(await auditLines(world, 'sign-in')).toEqual(['sign-in account-refused kim']);
});

test('a disconnect that GitLab does not hear forgets the tokens at once, and revokes them later', async () => {
  const world = await startWorld();
  await world.connect('kim');
  world.gitlab.faults.add({ method: 'POST', path: /^\/oauth\/revoke$/u, status: 503, times: 2 });

  expect(await world.command('kim', '/slipway', 'disconnect')).toContain('will go on trying');

  expect(await connectedAs(world, 'kim')).toContain('connect your GitLab account');
  await world.slack.waitFor(() => world.gitlab.world.liveTokens('kim') === 0, {
    what: 'the tokens to be revoked',
    timeoutMs: 15_000,
  });
  expect(await auditLines(world, 'disconnect')).toEqual(['disconnect done kim']);
  nothingStrange(world);
});

/** Signs in without pages, as far as the question. */
async function askedOnPage(world: TestWorld, name: PersonName): Promise<{ id: string; browser: string }> {
  const { ports } = world.app();
  const state = new URL(await freshLink(world, name)).searchParams.get('state') ?? '';
  const browser = 'b'.repeat(32);
  const back = new URL(await world.gitlab.signIn(await openLink(ports, state, browser), name));
  return { id: (await finishSignIn(ports, back.searchParams, browser)).id, browser };
}

test('the page says connected though nothing that follows could be queued, and it is done all the same', async () => {
  const world = await startWorld();
  const { ports } = world.app();
  const { id, browser } = await askedOnPage(world, 'kim');
  const broken = { ...ports, jobs: { ...ports.jobs, linked: () => Promise.reject(new Error('no queue')) } };

  const link = await answerOnPage(broken, id, 'connect', browser);

  expect(link?.gitlabUser.username).toBe('kim');
  expect(await auditLines(world, 'connect')).toEqual(['connect done kim']);
  expect(directTo(world, 'kim')).toHaveLength(1);
});

test('a process that ends between storing a connection and queueing what follows leaves nothing undone', async () => {
  const world = await startWorld();
  const { ports } = world.app();
  const offer = await messageAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).command('/deploy', `list ${SHOP}`, world.channel.id),
  );
  expect(world.slack.visibleText(offer)).toContain('Nothing has been done yet');
  const { id, browser } = await askedOnPage(world, 'kim');
  const queued: { news: LinkNews; delay: number }[] = [];
  // Nothing runs any more once the connection is stored; what was queued by then is what a restart finds.
  const linked: typeof ports.jobs.linked = (news, delay = 0) => {
    if (delay === 0) return new Promise(() => undefined);
    queued.push({ news, delay });
    return Promise.resolve();
  };
  void answerOnPage({ ...ports, jobs: { ...ports.jobs, linked } }, id, 'connect', browser);
  await expect.poll(() => ports.connections.get(personOf(world, 'kim'))).toBeDefined();

  const [left] = queued;
  expect(queued).toHaveLength(1);
  if (left !== undefined) await ports.jobs.linked(left.news, 1);
  const answers = () =>
    world.slack.ephemerals(world.people.kim.id).map((one) => world.slack.visibleText(one));
  await expect.poll(() => answers().at(-1)).not.toContain('Nothing has been done yet');
  await expect.poll(() => auditLines(world, 'connect')).toEqual(['connect done kim']);
  await expect.poll(() => directTo(world, 'kim')).toHaveLength(1);

  // Found again, or where everything went well, the same job has nothing to do.
  await expect.poll(() => ports.spent.get(left?.news.id ?? '')).toBeUndefined();
  if (left !== undefined) await ports.jobs.linked(left.news, 1);
  await expect.poll(async () => (await ports.queueCounts())['sign-ins']?.delayed).toBe(1);
  await expect.poll(async () => (await ports.queueCounts())['sign-ins']?.active).toBe(0);
  expect(directTo(world, 'kim')).toHaveLength(1);
});

test('the page says connected though the store fails after it has stored the link', async () => {
  const world = await startWorld();
  const { ports } = world.app();
  const { id, browser } = await askedOnPage(world, 'kim');
  const put: typeof ports.connections.put = async (connection) => {
    await ports.connections.put(connection);
    throw new Error('not on disk yet');
  };

  await answerOnPage({ ...ports, connections: { ...ports.connections, put } }, id, 'connect', browser);

  expect(await connectedAs(world, 'kim')).toContain('Kim Berg');
  expect(world.gitlab.world.liveTokens('kim')).toBe(1);
});

test('what follows a connection is done once, however often it is tried', async () => {
  const world = await startWorld();
  const { ports } = world.app();
  const person = personOf(world, 'kim');
  const news = { id: 'sign-in-1', person, gitlabUser: world.gitlab.world.user('kim') as never };
  let kept: Pick<LinkNotes, 'done' | 'act'> = { done: [] };
  const failing = { ...ports.jobs, act: () => Promise.reject(new Error('no queue')) };
  const offer = await messageAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).command('/deploy', `list ${SHOP}`, world.channel.id),
  );
  expect(world.slack.visibleText(offer)).toContain('Nothing has been done yet');
  const attempt = (jobs: typeof ports.jobs) =>
    afterLink({ ...ports, jobs }, news, {
      ...kept,
      note: async (notes) => {
        kept = notes;
      },
    });

  await expect(attempt(failing)).rejects.toThrow('no queue');
  expect(kept.act?.kind).toBe('command');
  await attempt(ports.jobs);
  await attempt(ports.jobs);

  expect(await auditLines(world, 'connect')).toEqual(['connect done kim']);
  expect(directTo(world, 'kim')).toHaveLength(1);
});

test('what somebody was doing goes on once, and they are told once, though the process ends each time before it notes that', async () => {
  const world = await startWorld();
  const { ports } = world.app();
  await world.connect('kim');
  await told(world, 'kim', 'You are now connected');
  const person = personOf(world, 'kim');
  const reply = { ...person, channel: ChannelId.parse(world.channel.id) };
  const text = `create ${SHOP} name:demo`;
  await ports.links.putContinuation(person, { kind: 'command', person, reply, command: '/env', text });
  const news = { id: 'sign-in-2', person, gitlabUser: world.gitlab.world.user('kim') as never };
  let kept: Pick<LinkNotes, 'done' | 'act'> = { done: [] };
  const untilItNotes = (step: string | undefined) =>
    afterLink(ports, news, {
      ...kept,
      note: (notes) => {
        if (notes.done.some((one) => one === step)) return Promise.reject(new Error(`died at ${step}`));
        kept = notes;
        return Promise.resolve();
      },
    });
  const idle = async () => {
    const { active = 0, waiting = 0, delayed = 0 } = (await ports.queueCounts()).acts ?? {};
    return active + waiting + delayed;
  };

  for (const step of ['continued', 'continued', 'told', 'told']) {
    await expect(untilItNotes(step)).rejects.toThrow(`died at ${step}`);
    await expect.poll(idle).toBe(0);
  }
  // Beside it, the job that was queued as a precaution knows nothing of all that.
  kept = { done: [], act: kept.act };
  await untilItNotes(undefined);
  await expect.poll(idle).toBe(0);

  const created = writes(world).filter(({ path }) => path.endsWith('/environments'));
  expect(created.map(({ status }) => status)).toEqual([201]);
  expect(directTo(world, 'kim').filter((words) => words.includes('continues now'))).toHaveLength(1);
  expect(directTo(world, 'kim')).toHaveLength(2);
});

test('the news of a connection whose fate is unknown is looked for, and not sent twice', async () => {
  const world = await startWorld();
  const { slack } = world;
  const isNews = (args: Record<string, unknown>): boolean => JSON.stringify(args).includes('now connected');
  slack.faults.add({ method: 'chat.postMessage', times: 1, when: isNews, kind: 'lost-response' });

  await world.connect('kim');

  await told(world, 'kim', 'You are now connected');
  const idle = async () => {
    const counts = (await world.app().ports.queueCounts())['sign-ins'];
    return (counts?.active ?? 0) + (counts?.waiting ?? 0);
  };
  await slack.waitFor(() => slack.calls.some(({ method }) => method === 'conversations.history'), {
    what: 'a look into the history',
  });
  await expect.poll(idle).toBe(0);
  expect(
    slack.calls.filter(({ method, args }) => method === 'chat.postMessage' && isNews(args)),
  ).toHaveLength(1);
});
