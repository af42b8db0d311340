import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/core/audit.ts';
import { ChannelId, DeploymentId, GitLabUserId, MessageTs, SlackUserId } from '../../src/core/ids.ts';
import { click, messageAfter, nothingStrange, waitingCard } from '../support/acts.ts';
import { type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

const HOUR_MS = 3_600_000;

/** Puts a line on the trail as somebody's act would have. */
function write(world: TestWorld, name: PersonName, over: Partial<AuditEntry> = {}): Promise<void> {
  const { ports } = world.app();
  return ports.audit.append({
    at: ports.clock.now(),
    act: 'approve',
    outcome: 'done',
    person: { team: ports.settings.team, user: SlackUserId.parse(world.people[name].id) },
    project: SHOP,
    environment: 'production',
    ...over,
  });
}

const history = (world: TestWorld, name: PersonName, text = ''): Promise<string> =>
  world.command(name, '/slipway', `history ${text}`);

/** Presses a button of somebody's newest page, and answers the page that takes its place. */
async function turn(world: TestWorld, name: PersonName, label: string): Promise<string> {
  const { slack, people } = world;
  const user = people[name].id;
  const newest = () => slack.ephemerals(user).at(-1);
  const page = newest();
  if (page === undefined) throw new Error('no page to turn');
  const before = slack.visibleText(page);
  await slack.as(user).click(page, label);
  return slack.waitFor(
    () => {
      const now = newest();
      const text = now === undefined ? before : slack.visibleText(now);
      return text === before ? undefined : text;
    },
    { what: `the page after ${label}` },
  );
}

async function connected(...names: PersonName[]): Promise<TestWorld> {
  const world = await startWorld();
  for (const name of names) await world.connect(name);
  return world;
}

const commented = (text: string): string[] =>
  [...text.matchAll(/“([^”]*)”/gu)].map(([, comment]) => comment ?? '');

describe('a line of the history', () => {
  test('says what, where, which commit, when, by whom in Slack and GitLab, how it ended, and leads to the message', async () => {
    const world = await startWorld();
    await world.watchShop();
    const { id, card } = await waitingCard(world);
    await click(world, 'kim', card, 'Approve');
    const page = await messageAfter(world, 'kim', () =>
      world.slack.as(world.people.kim.id).command('/slipway', 'history', world.channel.id),
    );
    const sent = JSON.stringify(page.blocks);
    const sha = world.gitlab.world.deployment(id).sha.slice(0, 8);
    expect(sent).toMatch(
      new RegExp(
        `\\*Approve\\* <[^|>]*/-/environments/[^|>]*\\|#${id}> acme/shop → production · .${sha}`,
        'u',
      ),
    );
    expect(sent).toMatch(/<!date\^\d+\^/u);
    expect(sent).toContain(`<@${world.people.kim.id}> (GitLab @kim) · done`);
    expect(sent).toContain(`/archives/${world.channel.id}/p${card.ts.replace('.', '')}|message>`);
    nothingStrange(world);
  });

  test('tells a refusal in words', async () => {
    const world = await connected('kim');
    await write(world, 'kim', { outcome: 'not-an-approver' });
    await write(world, 'kim', { act: 'run', outcome: 'gitlab-forbidden' });
    const text = await history(world, 'kim');
    expect(text).toContain('not done: not an approver');
    expect(text).toContain('not done: GitLab forbids it');
  });

  test('shows what others typed letter by letter, and links only to our own GitLab and Slack', async () => {
    const world = await connected('kim');
    await write(world, 'kim', {
      comment: '<!channel> *all* <https://evil.example|here>',
      environment: '<@U1>',
      deployment: DeploymentId.parse(5),
      url: 'https://evil.example/x',
      channel: ChannelId.parse('C1'),
      message: MessageTs.parse('1.2'),
      messageUrl: 'https://evil.example/y',
      gitlabUser: { id: GitLabUserId.parse(1), username: '<!here>' },
    });
    const page = await messageAfter(world, 'kim', () =>
      world.slack.as(world.people.kim.id).command('/slipway', 'history', world.channel.id),
    );
    const sent = JSON.stringify(page);
    for (const trick of ['<!channel>', '<!here>', '<@U1>', '<https://evil', '*all*'])
      expect(sent).not.toContain(trick);
  });
});

describe('pages', () => {
  test('go older and newer again, each line once, newest first', async () => {
    const world = await connected('kim');
    for (let at = 1; at <= 25; at += 1) await write(world, 'kim', { comment: `c${at}` });
    const numbers = (from: number, to: number) =>
      Array.from({ length: from - to + 1 }, (_, at) => `c${from - at}`);
    expect(commented(await history(world, 'kim'))).toEqual(numbers(25, 16));
    expect(commented(await turn(world, 'kim', 'Older'))).toEqual(numbers(15, 6));
    const last = await turn(world, 'kim', 'Older');
    expect(commented(last)).toEqual(numbers(5, 1));
    expect(last).not.toContain('Older');
    // What comes meanwhile moves no page.
    await write(world, 'kim', { comment: 'c26' });
    expect(commented(await turn(world, 'kim', 'Newer'))).toEqual(numbers(15, 6));
    expect(commented(await turn(world, 'kim', 'Newer'))).toEqual(numbers(25, 16));
    expect(commented(await turn(world, 'kim', 'Newer'))).toEqual(numbers(26, 17));
  });

  test('end where too much was looked at, say how far, and go on from there', async () => {
    const world = await connected('kim');
    await write(world, 'kim', { comment: 'the oldest', environment: 'staging' });
    await Promise.all(Array.from({ length: 5_100 }, () => write(world, 'kim')));
    const first = await history(world, 'kim', 'env:staging');
    expect(first).toContain('Searched back to');
    expect(commented(first)).toEqual([]);
    expect(commented(await turn(world, 'kim', 'Older'))).toEqual(['the oldest']);
  }, 60_000);
});

describe('what somebody may see', () => {
  test('is their own acts, and those on projects whose deployments they may read in GitLab', async () => {
    const world = await connected('dana', 'gus');
    world.gitlab.world.addProject({ path: 'acme/secret', members: { ana: 'owner' } });
    await write(world, 'ana', { comment: 'on the shop' });
    await write(world, 'ana', { comment: 'on the secret', project: 'acme/secret' });
    await write(world, 'dana', { comment: 'danas own', project: 'acme/secret' });
    await write(world, 'ana', { comment: 'on nothing', project: undefined });
    expect(commented(await history(world, 'dana'))).toEqual(['danas own', 'on the shop']);
    // A guest sees the project, but not its deployments.
    expect(commented(await history(world, 'gus'))).toEqual([]);
    expect(commented(await history(world, 'dana', 'acme/secret'))).toEqual(['danas own']);
    const asked = world.gitlab.requests.filter(
      ({ path, user }) => user === 'dana' && path.includes('acme%2Fsecret'),
    );
    expect(asked.length).toBeGreaterThan(0);
    nothingStrange(world);
  });

  test('is everything for an operator, connected or not', async () => {
    const world = await startWorld({ withoutBot: true });
    await world.startBot({}, { OPERATORS: world.people.ana.id });
    world.gitlab.world.addProject({ path: 'acme/secret', members: { kim: 'owner' } });
    await write(world, 'kim', { comment: 'on the secret', project: 'acme/secret' });
    await write(world, 'kim', { comment: 'on nothing', project: undefined });
    const text = await history(world, 'ana');
    expect(commented(text)).toEqual(['on nothing', 'on the secret']);
    expect(text).toContain('You see everything');
    expect(commented(await history(world, 'ana', 'acme/secret'))).toEqual(['on the secret']);
  });

  test('is offered after connecting to whoever is not connected', async () => {
    const world = await startWorld();
    expect(await history(world, 'dana')).toContain('Connect');
  });

  test('is for nobody else: it is never shown to the channel', async () => {
    const world = await connected('kim');
    expect(await history(world, 'kim', 'public')).toContain('shown to you alone');
    expect(world.slack.messages(world.channel.id)).toEqual([]);
  });
});

describe('filters', () => {
  test.each([
    { text: 'acme/api', shows: ['api'] },
    { text: 'env:staging', shows: ['staging'] },
    { text: 'env:st*,review/*', shows: ['review', 'staging'] },
    { text: 'by:ana', shows: ['ana in gitlab'] },
    { text: 'by:@ANA', shows: ['ana in gitlab'] },
    { text: 'act:run', shows: ['run'] },
    { text: 'outcome:refused', shows: ['refused'] },
    { text: 'outcome:not-an-approver', shows: ['refused'] },
    { text: 'before:2h', shows: ['old'] },
    { text: 'after:2h act:run', shows: ['run'] },
    { text: 'acme/shop env:production after:2h outcome:done act:run by:me', shows: ['run'] },
  ])('$text', async ({ text, shows }) => {
    const world = await connected('kim');
    world.gitlab.world.addProject({ path: 'acme/api', members: { kim: 'developer' } });
    const now = world.app().ports.clock.now();
    await write(world, 'kim', { comment: 'old', at: now - 3 * HOUR_MS });
    await write(world, 'kim', { comment: 'staging', environment: 'staging' });
    await write(world, 'kim', { comment: 'review', environment: 'review/7' });
    await write(world, 'kim', { comment: 'api', project: 'acme/api' });
    await write(world, 'ana', {
      comment: 'ana in gitlab',
      gitlabUser: { id: GitLabUserId.parse(9), username: 'ana' },
    });
    await write(world, 'kim', { comment: 'refused', outcome: 'not-an-approver' });
    await write(world, 'kim', { comment: 'run', act: 'run' });
    expect(commented(await history(world, 'kim', text))).toEqual(shows);
  });

  test('by: takes a mention of somebody in Slack, and me', async () => {
    const world = await connected('kim');
    await write(world, 'ana', { comment: 'anas' });
    await write(world, 'kim', { comment: 'kims' });
    expect(commented(await history(world, 'kim', `by:<@${world.people.ana.id}|ana>`))).toEqual(['anas']);
    expect(commented(await history(world, 'kim', 'by:me'))).toEqual(['kims']);
  });

  test.each([
    { text: 'after:whenever', says: 'does not fit after.' },
    { text: 'by:two|words', says: 'does not fit by.' },
    { text: 'act:sell', says: 'does not fit act.' },
    { text: 'outcome:odd', says: 'does not fit outcome.' },
    { text: 'acme/shop more', says: 'more than this command takes' },
    { text: 'acme/shop user:kim', says: "I don't know the filter" },
  ])('$text is refused in words', async ({ text, says }) => {
    const world = await connected('kim');
    expect(await history(world, 'kim', text)).toContain(says);
  });
});
