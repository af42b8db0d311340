import { describe, expect, onTestFinished, test } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/model.ts';
import { decisionsSent, messageAfter, nothingStrange, waitingCard } from '../support/acts.ts';
import { auditLines } from '../support/audit.ts';
import { startSlipway } from '../support/bot-process.ts';
import { connectedAs } from '../support/browser.ts';
import { type PersonName, SHOP, startWorld, type TestWorld, type WorldOptions } from '../support/world.ts';

const deviceWorld = (options: WorldOptions = {}): Promise<TestWorld> =>
  startWorld({
    ...options,
    gitlab: { device: { intervalSeconds: 0.2 }, ...options.gitlab },
    settings: { SIGN_IN: 'device', ...options.settings },
  });

/** The code and the button of the private offer. */
function codeIn(world: TestWorld, message: StoredMessage): { code: string; url: string } {
  const code = /enter the code ([A-Z0-9]{8})\b/u.exec(world.slack.visibleText(message))?.[1];
  const url = /"url":"([^"]*\/oauth\/device[^"]*)"/u.exec(JSON.stringify(message))?.[1];
  if (code === undefined || url === undefined) throw new Error('the message has no code');
  return { code, url };
}

const offerTo = (world: TestWorld, name: PersonName): Promise<StoredMessage> =>
  messageAfter(world, name, () =>
    world.slack.as(world.people[name].id).command('/slipway', 'connect', world.channel.id),
  );

/** What a person does at GitLab: sign in, enter the code, confirm. */
async function enterCode(world: TestWorld, username: string, code: string): Promise<void> {
  const post = (path: string, form: Record<string, string>, cookie = '') =>
    fetch(world.gitlab.url + path, {
      method: 'POST',
      body: new URLSearchParams(form),
      redirect: 'manual',
      headers: { cookie },
    });
  const cookie = (await post('/users/sign_in', { username })).headers.get('set-cookie') ?? '';
  await post('/oauth/device/confirm', { user_code: code }, cookie);
  const done = await post('/oauth/device', { user_code: code }, cookie);
  if (!(await done.text()).includes('Device successfully authorized'))
    throw new Error('GitLab refused the code');
}

/** The question in the person's direct messages. */
const questionTo = (world: TestWorld, name: PersonName): Promise<StoredMessage> =>
  world.slack.waitFor(
    () =>
      world.slack
        .directMessages(world.people[name].id)
        .find((message) => world.slack.visibleText(message).includes('Connect this GitLab account')),
    { what: `the question for ${name}` },
  );

const told = (world: TestWorld, name: PersonName, words: string): Promise<string> =>
  world.slack.waitFor(
    () =>
      [...world.slack.directMessages(world.people[name].id), ...world.slack.ephemerals(world.people[name].id)]
        .map((message) => world.slack.visibleText(message))
        .find((text) => text.includes(words)),
    { what: `${name} to be told "${words}"` },
  );

const polls = (world: TestWorld) =>
  world.gitlab.requests.filter(
    (request) =>
      request.path === '/oauth/token' &&
      request.body?.grant_type === 'urn:ietf:params:oauth:grant-type:device_code',
  );

test('a person enters their code at GitLab, says yes in Slack, and goes on with what they were doing', async () => {
  const world = await deviceWorld();
  await connect(world, 'kim');
  await world.command('kim', '/slipway', `watch ${SHOP}`);
  const { card } = await waitingCard(world);
  const offer = await messageAfter(world, 'ana', () =>
    world.slack.as(world.people.ana.id).click(card, 'Approve'),
  );
  expect(world.slack.visibleText(offer)).toContain('Nothing has been done yet');
  expect(world.slack.visibleText(offer)).toContain('Never enter a code somebody else sent you');
  const { code, url } = codeIn(world, offer);
  expect(url).toBe(`${world.gitlab.url}/oauth/device?user_code=${code}`);

  await enterCode(world, 'ana', code);
  const question = await questionTo(world, 'ana');
  expect(world.slack.visibleText(question)).toContain('as ana with the code you were shown');
  expect(decisionsSent(world)).toEqual([]);
  await world.slack.as(world.people.ana.id).click(question, 'Connect');

  await told(world, 'ana', 'You approved');
  expect(decisionsSent(world)).toEqual(['ana approved']);
  expect(await auditLines(world, 'connect')).toEqual(['connect done kim', 'connect done ana']);
  nothingStrange(world);
});

/** The whole way. */
async function connect(world: TestWorld, name: PersonName, username: string = name): Promise<void> {
  await enterCode(world, username, codeIn(world, await offerTo(world, name)).code);
  await world.slack.as(world.people[name].id).click(await questionTo(world, name), 'Connect');
  await told(world, name, `You are now connected to GitLab as ${username}`);
}

test('whoever enters a code that was sent to them gives nothing without a yes of the person it was shown to', async () => {
  const world = await deviceWorld();
  const { code } = codeIn(world, await offerTo(world, 'gus'));
  await enterCode(world, 'kim', code);
  const question = await questionTo(world, 'gus');
  expect(world.slack.visibleText(question)).toContain('as kim');
  expect(await connectedAs(world, 'gus')).toContain('connect your GitLab account');

  await world.slack.as(world.people.gus.id).click(question, 'Cancel');

  await told(world, 'gus', 'Nothing was connected');
  expect(world.gitlab.world.liveTokens()).toBe(0);
  expect(await connectedAs(world, 'gus')).toContain('connect your GitLab account');
  expect(await auditLines(world, 'connect')).toEqual([]);
  nothingStrange(world);
});

test('the yes counts only from the person who was asked, and once', async () => {
  const world = await deviceWorld();
  await enterCode(world, 'gus', codeIn(world, await offerTo(world, 'gus')).code);
  const question = await questionTo(world, 'gus');
  const { ports } = world.app();
  const id = /"value":"([^"]+)"/u.exec(JSON.stringify(question))?.[1] ?? '';
  const team = ports.settings.team;
  const kim = { team, user: world.people.kim.id as never };

  await ports.jobs.answerLink({
    person: kim,
    reply: { ...kim, channel: world.channel.id as never },
    id,
    choice: 'connect',
  });

  await told(world, 'kim', 'expired or was already used');
  expect(await connectedAs(world, 'kim')).toContain('connect your GitLab account');
  expect(await auditLines(world, 'sign-in')).toEqual(['sign-in link-expired kim']);
  await world.slack.as(world.people.gus.id).click(question, 'Connect');
  await told(world, 'gus', 'You are now connected to GitLab as gus');
  nothingStrange(world);
});

test('an account another Slack user holds is moved only by the button that says so', async () => {
  const world = await deviceWorld();
  await connect(world, 'kim');
  await enterCode(world, 'kim', codeIn(world, await offerTo(world, 'gus')).code);
  const question = await questionTo(world, 'gus');
  expect(world.slack.visibleText(question)).toContain('This account is connected to');
  expect(JSON.stringify(question)).not.toContain('link-connect');

  await world.slack.as(world.people.gus.id).click(question, 'Move it to me');

  await told(world, 'gus', 'You are now connected to GitLab as kim');
  await told(world, 'kim', 'You are no longer connected');
  expect(await auditLines(world, 'move-connection')).toEqual([
    'move-connection done gus',
    'move-connection done kim',
  ]);
  nothingStrange(world);
});

describe('asking GitLab', () => {
  test('goes on in another process when the first one has stopped', async () => {
    const world = await deviceWorld({ gitlab: { device: { intervalSeconds: 0.5 } } });
    const { code } = codeIn(world, await offerTo(world, 'kim'));
    await world.slack.waitFor(() => polls(world).length > 0, { what: 'a first question' });
    await world.app().stop();
    await world.startBot();

    await enterCode(world, 'kim', code);

    await questionTo(world, 'kim');
    nothingStrange(world);
  });

  test('keeps to GitLab’s interval, and slows down when GitLab says so', async () => {
    const world = await deviceWorld();
    world.gitlab.faults.add({
      method: 'POST',
      path: /^\/oauth\/token$/u,
      status: 400,
      body: { error: 'slow_down' },
      times: 1,
    });
    const { ports } = world.app();
    await offerTo(world, 'kim');
    await world.slack.waitFor(() => polls(world).length > 0, { what: 'a question' });

    const person = { team: ports.settings.team, user: world.people.kim.id as never };
    await expect.poll(async () => (await ports.links.getDevice(person))?.intervalMs).toBe(5_200);
    nothingStrange(world);
  });

  test('survives a GitLab that fails for a while', async () => {
    const world = await deviceWorld();
    world.gitlab.faults.add({ method: 'POST', path: /^\/oauth\/token$/u, status: 503, times: 2 });
    world.gitlab.faults.add({ method: 'POST', path: /^\/oauth\/token$/u, kind: 'reset', times: 1 });

    await connect(world, 'kim');

    expect(await connectedAs(world, 'kim')).toContain('Kim Berg');
    nothingStrange(world);
  });

  test('puts the question again when Slack did not take it', async () => {
    const world = await deviceWorld();
    const { code } = codeIn(world, await offerTo(world, 'kim'));
    world.slack.faults.add({ method: 'chat.postMessage', kind: 'rate-limit', times: 1 });

    await enterCode(world, 'kim', code);

    await world.slack.as(world.people.kim.id).click(await questionTo(world, 'kim'), 'Connect');
    await told(world, 'kim', 'You are now connected to GitLab as kim');
    nothingStrange(world);
  });

  test('is one for each person: who asks twice gets the same code', async () => {
    const world = await deviceWorld();
    const first = codeIn(world, await offerTo(world, 'kim'));
    const second = codeIn(world, await offerTo(world, 'kim'));
    expect(second.code).toBe(first.code);
    nothingStrange(world);
  });

  test('ends with the code, which then connects nobody', async () => {
    const world = await deviceWorld({ gitlab: { device: { intervalSeconds: 0.2, lifeSeconds: 1 } } });
    await offerTo(world, 'kim');
    const { ports } = world.app();
    const person = { team: ports.settings.team, user: world.people.kim.id as never };
    await expect.poll(() => ports.links.getDevice(person), { timeout: 5_000 }).toBeUndefined();
    const asked = polls(world).length;

    expect(await connectedAs(world, 'kim')).toContain('connect your GitLab account');

    expect(polls(world).length - asked).toBeLessThanOrEqual(1);
    expect(world.slack.directMessages(world.people.kim.id)).toEqual([]);
    nothingStrange(world);
  });
});

describe('the start', () => {
  test('is refused where GitLab is too old for it, with the way to mend it', async () => {
    await expect(deviceWorld({ gitlab: { version: '17.2.4-ee' } })).rejects.toThrow(
      'SIGN_IN is device, which GitLab can since 17.3; this one is 17.2.4-ee',
    );
  });

  test('is refused where an administrator has turned it off', async () => {
    const world = await deviceWorld({ withoutBot: true });
    world.gitlab.faults.add({ method: 'POST', path: /authorize_device$/u, status: 404 });
    await expect(world.startBot()).rejects.toThrow('oauth2_device_grant_flow');
  });

  test('is refused where GitLab does not know the application', async () => {
    await expect(
      deviceWorld({ settings: { GITLAB_OAUTH_CLIENT_SECRET: 'another-secret-of-another-app' } }),
    ).rejects.toThrow('refuses to begin a device authorization');
  });

  test('waits for no GitLab that is down just now', async () => {
    const world = await deviceWorld({ withoutBot: true, overrides: { gitlabTimeoutMs: 500 } });
    const mend = world.gitlab.faults.add({ status: 503 });
    await world.startBot();
    mend();
    await connect(world, 'kim');
  });

  test('is checked by the doctor, who warns of pages that only this machine reaches', async () => {
    const world = await deviceWorld({ withoutBot: true });
    const lines = async (over: Record<string, string>): Promise<string> => {
      const run = startSlipway(['doctor'], { ...world.environment, ...over });
      onTestFinished(async () => void (await run.ended()));
      await run.ended();
      return run.output();
    };
    expect(await lines({})).toContain(
      `ok      signing in: people enter a code at ${world.gitlab.url}/oauth/device`,
    );
    const remote = { SIGN_IN: 'browser', GITLAB_URL: 'https://gitlab.invalid' };
    expect(await lines(remote)).toMatch(
      /NOTE {4}signing in: .*only a browser on this machine.*SIGN_IN=device/u,
    );
  });
});
