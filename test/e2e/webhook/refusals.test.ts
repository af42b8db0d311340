import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  deploymentEvent,
  HOOK_SECRET,
  hookUrl,
  type SentEvent,
  SIGNING_TOKEN,
  SLOW,
  sendEvent,
  signed,
} from '../../support/hooks.ts';
import { SHOP, startWorld, type TestWorld } from '../../support/world.ts';
import { polls } from '../reliability/polls.ts';

const both = { ...SLOW, GITLAB_WEBHOOK_SECRET: HOOK_SECRET, GITLAB_WEBHOOK_SIGNING_TOKEN: SIGNING_TOKEN };

async function watchedWorld(settings: Record<string, string> = both): Promise<TestWorld> {
  const world = await startWorld({ settings });
  await world.watchShop();
  await world.slack.waitFor(() => polls(world).length > 0, { what: 'the first look' });
  return world;
}

/** Sends it, then a genuine event: the look that one makes must be the only one. */
async function onlyTheGenuineOneLooks(world: TestWorld, sent: SentEvent) {
  const before = polls(world).length;
  const answer = await sendEvent(world, sent);
  await sendEvent(world);
  await world.slack.waitFor(() => polls(world).length > before, { what: 'the look of the genuine event' });
  expect(polls(world).length - before).toBe(1);
  return answer;
}

const refusedLines = async (world: TestWorld) =>
  (await world.app().ports.audit.newest(100)).filter((line) => line.act === 'gitlab-webhook');

/** Sent again and again, it is ignored: an answer does not wait for a store that is slow. */
const ignored = (world: TestWorld, sent: SentEvent) =>
  expect.poll(() => sendEvent(world, sent)).toEqual({ status: 200, text: 'ignored\n' });

/** The webhook's metric for one outcome. */
async function counted(world: TestWorld, outcome: string): Promise<number> {
  const text = await (await fetch(`${world.environment.PUBLIC_URL}/metrics`)).text();
  return Number(new RegExp(`webhooks_total\\{outcome="${outcome}"\\} (\\d+)`, 'u').exec(text)?.[1] ?? 0);
}

test('without a secret and a signing token there is no webhook', async () => {
  const world = await startWorld({ settings: SLOW });
  expect(await sendEvent(world)).toMatchObject({ status: 404 });
});

describe('a forged event', () => {
  const body = '{"object_kind":"deployment"}';
  /** Made when the test runs: a signature ages. */
  const forgeries = (): Record<string, SentEvent> => ({
    'no proof at all': { secret: undefined },
    'another secret': { secret: 'another-secret-of-same-length' },
    'an empty secret': { secret: '' },
    'half of the secret': { secret: HOOK_SECRET.slice(0, 12) },
    'a signature by another key': {
      secret: undefined,
      body,
      headers: signed(body, { token: `whsec_${Buffer.alloc(32).toString('base64')}` }),
    },
    'a signature of another body': { secret: undefined, body, headers: signed('{}') },
    'a signature of an old day': {
      secret: undefined,
      body,
      headers: signed(body, { at: Date.now() - 301_000 }),
    },
    'a signature of a day to come': {
      secret: undefined,
      body,
      headers: signed(body, { at: Date.now() + 310_000 }),
    },
    'a signature without its id': { secret: undefined, body, headers: { ...signed(body), 'webhook-id': '' } },
    'a signature with no time': {
      secret: undefined,
      body,
      headers: { ...signed(body), 'webhook-timestamp': 'now' },
    },
    'a wrong signature beside the right secret': { body, headers: signed('{}') },
  });

  test('is refused whatever its proof lacks, makes nobody look, and leaves one line a minute on the trail', async () => {
    const world = await watchedWorld();
    const before = polls(world).length;
    const forged = forgeries();
    for (const [what, sent] of Object.entries(forged))
      expect((await sendEvent(world, sent)).status, what).toBe(401);
    await sendEvent(world);
    await world.slack.waitFor(() => polls(world).length > before, { what: 'the look of the genuine event' });
    expect(polls(world).length - before).toBe(1);
    await expect
      .poll(async () => (await refusedLines(world)).map(({ outcome }) => outcome).toSorted())
      .toEqual(['webhook-stale', 'webhook-unproven']);
    for (const line of await refusedLines(world)) expect(line.person).toBeUndefined();
    expect(await counted(world, 'refused')).toBe(Object.keys(forged).length);
    expect(JSON.stringify(world.log.lines)).not.toContain(HOOK_SECRET);
  });

  test('that says it comes from our GitLab tells the operator once how to mend a hook whose secret is wrong', async () => {
    const world = await watchedWorld();
    const warned = () =>
      JSON.stringify(world.log.lines).split('GitLab switches a hook off after four refusals').length - 1;
    await sendEvent(world, { secret: 'wrong', instance: 'https://gitlab.elsewhere.example' });
    for (let count = 0; count < 4; count += 1) await sendEvent(world, { secret: 'wrong' });
    await world.slack.waitFor(() => warned() > 0, { what: 'the warning' });
    expect(warned()).toBe(1);
    expect(await world.app().ports.hooks.lastRefusedAt()).toBeGreaterThan(Date.now() - 60_000);
    const metrics = await (await fetch(`${world.environment.PUBLIC_URL}/metrics`)).text();
    expect(metrics).toMatch(/slipway_gitlab_webhook_refused_seconds\{source="gitlab"\} \d+/u);
  });
});

describe('a genuine event', () => {
  test('is taken with the next secret and with the one before, and with either of two signatures', async () => {
    const other = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
    const world = await watchedWorld({
      ...SLOW,
      GITLAB_WEBHOOK_SECRET: `the-next-secret-of-ours,${HOOK_SECRET}`,
      GITLAB_WEBHOOK_SIGNING_TOKEN: `${other},${SIGNING_TOKEN}`,
    });
    const body = JSON.stringify(deploymentEvent(world));
    const right = signed(body);
    const two = `v1,${Buffer.alloc(32).toString('base64')} ${right['webhook-signature']}`;
    expect((await sendEvent(world, { secret: 'the-next-secret-of-ours' })).status).toBe(200);
    expect((await sendEvent(world)).status).toBe(200);
    expect((await sendEvent(world, { secret: undefined, body, headers: right })).status).toBe(200);
    const again = { ...signed(body), ...signed(body) };
    expect((await sendEvent(world, { secret: undefined, body, headers: again })).status).toBe(200);
    const turned = signed(body, { token: other });
    expect((await sendEvent(world, { secret: undefined, body, headers: turned })).status).toBe(200);
    const changed = { ...right, 'webhook-signature': two };
    await ignored(world, { secret: undefined, body, headers: changed });
  });

  test('of an old GitLab, which does not say where it is, is taken', async () => {
    const world = await watchedWorld();
    const before = polls(world).length;
    const answer = await fetch(hookUrl(world), {
      method: 'POST',
      headers: { 'x-gitlab-event': 'Deployment Hook', 'x-gitlab-token': HOOK_SECRET },
      body: JSON.stringify(deploymentEvent(world)),
    });
    expect(answer.status).toBe(200);
    await world.slack.waitFor(() => polls(world).length > before, { what: 'the look it makes' });
  });

  test.each([
    ['of a project nobody watches', { body: { project: { id: 999_999 } } }],
    ['of another kind', { event: 'Push Hook', body: { project_id: 101 } }],
    ['of a kind nobody knows yet', { event: 'Carrier Pigeon Hook', body: { project_id: 101 } }],
    ['that names no project', { body: { object_kind: 'deployment' } }],
    ['whose project is no number', { body: { project: { id: 'DROP TABLE' } } }],
    ['that is only a text', { body: '"hello"' }],
    ['of another GitLab', { instance: 'https://gitlab.elsewhere.example' }],
  ])('%s is answered and ignored', async (_what, sent) => {
    const world = await watchedWorld();
    expect((await onlyTheGenuineOneLooks(world, sent)).status).toBe(200);
    await ignored(world, sent);
  });

  test('that is no JSON is told so', async () => {
    const world = await watchedWorld();
    expect(await onlyTheGenuineOneLooks(world, { body: '{"project":' })).toMatchObject({ status: 400 });
    expect(await counted(world, 'malformed')).toBe(1);
  });

  test('is believed in nothing but its project: its words reach no message', async () => {
    const world = await watchedWorld();
    const body = {
      ...deploymentEvent(world, 'blocked'),
      environment: '<!channel> pwned',
      commit_title: 'pwned',
    };
    await sendEvent(world, { body });
    const { slack, channel, gitlab } = world;
    gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana' });
    await sendEvent(world, { body });
    await slack.waitFor(() => JSON.stringify(slack.messages(channel.id)).includes('Approval needed'));
    expect(JSON.stringify(slack.messages(channel.id))).not.toContain('pwned');
  });
});

describe('the body', () => {
  test('of more than five megabytes is refused', async () => {
    const world = await watchedWorld();
    const huge = await sendEvent(world, { body: `"${'x'.repeat(5 * 1024 * 1024)}"` });
    expect(huge.status).toBe(413);
    expect(await counted(world, 'too-large')).toBe(1);
    expect((await sendEvent(world)).status).toBe(200);
  });

  test('that comes too slowly is not waited for, and one without proof is not even read', async () => {
    const world = await startWorld({ settings: both });
    const port = Number(world.environment.PORT);
    const dripping = (secret: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1');
        socket.once('data', (bytes) => {
          resolve(String(bytes).split('\r\n')[0] ?? '');
          socket.destroy();
        });
        socket.write(
          `POST /gitlab/webhook HTTP/1.1\r\nhost: bot\r\nx-gitlab-token: ${secret}\r\ncontent-length: 1000\r\n\r\n{`,
        );
      });
    const started = Date.now();
    expect(await dripping('wrong')).toContain('401');
    expect(Date.now() - started).toBeLessThan(2_000);
    expect(await dripping(HOOK_SECRET)).toContain('408');
    expect((await fetch(hookUrl(world), { method: 'POST' })).status).toBe(401);
  });
});
