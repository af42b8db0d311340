import { describe, expect, inject, test } from 'vitest';
import { VARIABLES } from '../../../src/config-variables.ts';
import { startSlipway } from '../../support/bot-process.ts';
import { cardIn, cards } from '../../support/card.ts';
import { redisDump } from '../../support/redis-dump.ts';
import { SHOP, startWorld, type TestWorld } from '../../support/world.ts';
import { firstLook } from './polls.ts';

const startDeployment = (world: TestWorld, ref = 'v1') =>
  world.gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref });

const ask = (world: TestWorld, path: string) => fetch(`${world.environment.PUBLIC_URL}${path}`);

describe('health', () => {
  test('all is well: alive, ready, and measured', async () => {
    const world = await startWorld();
    expect((await ask(world, '/healthz')).status).toBe(200);
    const ready = await ask(world, '/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ redis: 'ok', slack: 'ok', gitlab: 'ok' });
    const metrics = await (await ask(world, '/metrics')).text();
    expect(metrics).toMatch(/^slipway_jobs\{queue="acts",state="failed"\} 0$/mu);
    expect(metrics).toContain('process_cpu_seconds_total');
    expectNoSecret(metrics, world);
  });

  test('GitLab is away: alive, not ready, and the answer names it', async () => {
    const world = await startWorld();
    world.gitlab.faults.add({ kind: 'hang' });
    const ready = await ask(world, '/readyz');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ redis: 'ok', slack: 'ok', gitlab: 'unreachable' });
    expect((await ask(world, '/healthz')).status).toBe(200);
  });

  test('Slack is away: alive, not ready, and the answer names it', async () => {
    const world = await startWorld();
    world.slack.faults.add({ method: '*', kind: 'status', status: 503 });
    const ready = await ask(world, '/readyz');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ redis: 'ok', slack: 'unreachable', gitlab: 'ok' });
    expect((await ask(world, '/healthz')).status).toBe(200);
  });
});

/** Every secret the world knows, by where it comes from. */
function secretsOf(world: TestWorld): Map<string, string> {
  const fromSettings = VARIABLES.flatMap((variable) => {
    const value = world.environment[variable.name];
    return 'secret' in variable && value !== undefined && variable.name !== 'REDIS_URL'
      ? [[variable.name, value] as const]
      : [];
  });
  const requests = world.gitlab.requests;
  const bearers = requests.flatMap(
    ({ headers }) => /^Bearer (.+)$/u.exec(headers.authorization ?? '')?.[1] ?? [],
  );
  const forms = requests.flatMap(({ path, body }) =>
    path === '/oauth/token' ? ['code', 'code_verifier', 'refresh_token'].map((name) => body?.[name]) : [],
  );
  const sent = [...bearers, ...forms].filter((one) => typeof one === 'string');
  return new Map([
    ...fromSettings,
    ...sent.map((value, index) => [`GitLab token or code ${index}`, value] as const),
    ['response_url', `${world.slack.url}/response/`],
  ]);
}

function expectNoSecret(text: string, world: TestWorld): void {
  const found = [...secretsOf(world)].filter(([, secret]) => text.includes(secret)).map(([name]) => name);
  expect(found).toEqual([]);
}

/** Everything under the world's prefix, as one text. */
const dump = (world: TestWorld): Promise<string> =>
  redisDump(inject('redisUrl'), world.environment.REDIS_PREFIX ?? '');

test('no secret reaches a log line or stands readable in Redis, at the most talkative level and in trouble', {
  timeout: 60_000,
}, async () => {
  const world = await startWorld({ settings: { LOG_LEVEL: 'debug' } });
  const { gitlab, slack, people } = world;
  await world.watchShop();
  await world.connect('ana');
  await slack.as(people.dana.id).command('/slipway', 'connect', world.channel.id);
  const { id } = startDeployment(world);
  await slack.as(people.kim.id).click(await cardIn(world, 'Approval needed'), 'Approve');
  await cardIn(world, '1 of 1 (Kim Berg)');
  await world.command('kim', '/deploy', `list ${SHOP}`);
  await world.command('gus', '/deploy', `list ${SHOP}`);
  // A click without a connection is kept for later, and GitLab and Slack fail in many ways.
  await slack.as(people.dana.id).click(await cardIn(world, 'Approval needed'), 'Approve');
  gitlab.faults.add({ method: 'POST', path: /\/approval$/u, kind: 'lost-response', times: 1 });
  gitlab.faults.add({ method: 'POST', path: /\/oauth\/token$/u, status: 500, times: 1 });
  for (const kind of ['reset', 'html', 'truncate', 'hang'] as const) gitlab.faults.add({ kind, times: 3 });
  slack.faults.add({ method: 'chat.update', kind: 'lost-response', times: 2 });
  slack.faults.add({ method: 'response_url', kind: 'status', status: 500, times: 1 });
  await slack.as(people.ana.id).click(await cardIn(world, 'Approval needed'), 'Approve');
  // While the work is under way the queue holds it.
  const during = await dump(world);
  const before = slack.ephemerals(people.ana.id).length;
  await slack.waitFor(() => slack.ephemerals(people.ana.id).length > before, {
    what: 'an answer to Ana',
    timeoutMs: 20_000,
  });
  gitlab.faults.clear();
  slack.faults.clear();
  if (gitlab.world.deployment(id).approvals.length === 1)
    await slack.as(people.ana.id).click(await cardIn(world, 'Approval needed'), 'Approve');
  await cardIn(world, 'Approved');
  const after = await dump(world);
  expect(after).toContain('connection:v1');
  expect(secretsOf(world).size).toBeGreaterThan(12);
  expectNoSecret(during, world);
  expectNoSecret(after, world);
  expectNoSecret(world.log.lines.join('\n'), world);
  expectNoSecret(JSON.stringify(slack.messages(world.channel.id)), world);
  expect(world.log.lines.length).toBeGreaterThan(50);
});

describe('more than one process', () => {
  test('two replicas: one card, one approval, one answer', async () => {
    const world = await startWorld();
    const { gitlab, slack, people } = world;
    // The second one listens elsewhere; Slack knows the first.
    const second = startSlipway(['start'], { ...world.environment, PORT: '0' });
    await second.waitReady();
    await world.watchShop();
    await firstLook(world);
    const before = slack.ephemerals(people.kim.id).length;
    const ids = Array.from({ length: 8 }, (_, index) => startDeployment(world, `v${index}`).id);
    await slack.waitFor(() => cards(world).length === ids.length, { what: 'a card for each' });
    const newest = ids.at(-1) ?? 0;
    // Each supersedes the one before, so that one is left to decide on.
    const open = () => cards(world).filter((one) => slack.visibleText(one).includes('Approval needed'));
    const card = await slack.waitFor(() => open().length === 1 && open()[0], {
      what: 'the newest one alone',
    });
    await slack.as(people.kim.id).click(card, 'Approve');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    await slack.waitFor(() => slack.ephemerals(people.kim.id).length > before, { what: 'the answer' });
    gitlab.world.reject(newest, 'ana');
    await cardIn(world, 'Rejected');
    expect(cards(world)).toHaveLength(ids.length);
    expect(gitlab.requests.filter((one) => one.path.endsWith('/approval'))).toHaveLength(1);
    expect(slack.ephemerals(people.kim.id)).toHaveLength(before + 1);
  });

  test('one for the web and one for the work: the main path from watch to rejection', async () => {
    const world = await startWorld({ settings: { ROLE: 'web' } });
    const worker = startSlipway(['start'], { ...world.environment, ROLE: 'worker', PORT: '0' });
    await worker.waitReady();
    await world.watchShop();
    startDeployment(world);
    await world.slack.as(world.people.kim.id).click(await cardIn(world, 'Approval needed'), 'Approve');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    const port = /"port":(\d+)/u.exec(worker.output())?.[1] ?? '';
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' })).status).toBe(404);
  });

  test('the web without a worker takes clicks, and a worker started later carries them out', async () => {
    const world = await startWorld();
    await world.watchShop();
    startDeployment(world);
    const card = await cardIn(world, 'Approval needed');
    await world.app().stop();
    const web = startSlipway(['start'], { ...world.environment, ROLE: 'web' });
    await web.waitReady();
    expect(await world.slack.as(world.people.kim.id).click(card, 'Approve')).toMatchObject({
      status: 200,
      ackedInTime: true,
    });
    const worker = startSlipway(['start'], { ...world.environment, ROLE: 'worker', PORT: '0' });
    await worker.waitReady();
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
  });
});

describe('Socket Mode', () => {
  test('the main path, without an address Slack could reach', async () => {
    const world = await startWorld({ socketMode: true });
    await world.watchShop();
    const { id } = startDeployment(world);
    await world.slack.as(world.people.kim.id).click(await cardIn(world, 'Approval needed'), 'Approve');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    expect(world.gitlab.world.deployment(id).approvals).toHaveLength(1);
    expect((await fetch(`${world.environment.PUBLIC_URL}/slack/events`, { method: 'POST' })).status).toBe(
      404,
    );
  });

  test('comes back by itself when Slack closes the connection, and nothing happens twice', {
    timeout: 60_000,
  }, async () => {
    const world = await startWorld({ socketMode: true });
    const { slack, gitlab, people } = world;
    await world.watchShop();
    const { id } = startDeployment(world);
    const card = await cardIn(world, 'Approval needed');
    const opened = () => slack.calls.filter((one) => one.method === 'apps.connections.open').length;
    for (const reason of ['warning', 'refresh_requested']) {
      const before = opened();
      // The library rests five seconds before it connects again.
      slack.disconnectSockets(reason);
      await slack.waitFor(() => opened() > before && slack.connections > 0, {
        what: `a connection after ${reason}`,
      });
    }
    await slack.as(people.kim.id).click(card, 'Approve');
    await cardIn(world, 'Release managers: 1 of 1 (Kim Berg)');
    expect(gitlab.world.deployment(id).approvals).toHaveLength(1);
    expect(gitlab.requests.filter((one) => one.path.endsWith('/approval'))).toHaveLength(1);
    expect(cards(world)).toHaveLength(1);
  });
});
