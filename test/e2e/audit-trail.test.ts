import { describe, expect, onTestFinished, test } from 'vitest';
import type { AuditEntry } from '../../src/core/audit.ts';
import { EMPTY_TRAIL } from '../../src/core/audit-chain.ts';
import { verifyTrail } from '../../src/core/audit-verification.ts';
import { relayTo } from '../integration/store/tcp-relay.ts';
import {
  cardSays,
  click,
  messageAfter,
  nothingStrange,
  toldAfter,
  waitingCard,
  writes,
} from '../support/acts.ts';
import { type PersonName, SHOP, startWorld, type TestWorld } from '../support/world.ts';

/** Acts of somebody, newest first, without those that led up to what is tested. */
async function lines(world: TestWorld, ...acts: AuditEntry['act'][]): Promise<readonly AuditEntry[]> {
  const newest = await world.app().ports.audit.newest(100);
  return newest.filter(({ act }) => acts.includes(act));
}

const who = (world: TestWorld, name: PersonName) => ({
  person: { team: world.slack.teamId, user: world.people[name].id },
  gitlabUser: expect.objectContaining({ username: name }),
});

async function kimWatches(): Promise<TestWorld> {
  const world = await startWorld();
  await world.watchShop();
  return world;
}

const REQUEST_ID = expect.stringMatching(/^SANDBOX\d{10}$/u);

describe('an approval from a card', () => {
  test('leaves one line with all that an auditor asks', async () => {
    const world = await kimWatches();
    const before = Date.now();
    const { id, card } = await waitingCard(world);
    await click(world, 'kim', card, 'Approve');

    const deployment = world.gitlab.world.deployment(id);
    expect(await lines(world, 'approve')).toEqual([
      {
        ...who(world, 'kim'),
        act: 'approve',
        outcome: 'done',
        at: expect.any(Number),
        project: SHOP,
        environment: 'production',
        deployment: id,
        sha: deployment?.sha,
        status: 201,
        requestId: REQUEST_ID,
        channel: world.channel.id,
        message: card.ts,
        messageUrl: `${world.slack.url}/archives/${world.channel.id}/p${card.ts.replace('.', '')}`,
        url: expect.stringContaining('/-/environments/'),
      },
    ]);
    const [line] = await lines(world, 'approve');
    expect(line?.at).toBeGreaterThanOrEqual(before);
    nothingStrange(world);
  });

  test('of their own deployment leaves one line with the reason and what was seen', async () => {
    const world = await kimWatches();
    await world.connect('dana');
    const { id, card } = await waitingCard(world);
    await click(world, 'dana', card, 'Approve');
    const [line, ...more] = await lines(world, 'approve');
    expect(more).toEqual([]);
    expect(line).toMatchObject({ ...who(world, 'dana'), project: SHOP, deployment: id, message: card.ts });
    expect(line?.outcome).not.toBe('done');
    expect(line?.sha).toBe(world.gitlab.world.deployment(id)?.sha);
  });

  test('that GitLab refuses leaves one line with its answer and the id of the request', async () => {
    const world = await kimWatches();
    const { id, card } = await waitingCard(world);
    world.gitlab.faults.add({ method: 'POST', path: /approval$/u, times: 1, status: 403 });
    await click(world, 'kim', card, 'Approve');
    expect(await lines(world, 'approve')).toMatchObject([
      {
        ...who(world, 'kim'),
        outcome: 'gitlab-forbidden',
        status: 403,
        requestId: REQUEST_ID,
        deployment: id,
      },
    ]);
  });

  test('by somebody who is not connected leaves one line that says on what', async () => {
    const world = await kimWatches();
    const { card } = await waitingCard(world);
    await click(world, 'ana', card, 'Approve');
    const [line] = await lines(world, 'approve');
    expect(line).toMatchObject({ outcome: 'not-connected', person: who(world, 'ana').person, project: SHOP });
    expect(line?.gitlabUser).toBeUndefined();
  });

  test('that meets a fault of ours leaves a line too', async () => {
    const world = await kimWatches();
    const { card } = await waitingCard(world);
    world.gitlab.faults.add({
      method: 'POST',
      path: /approval$/u,
      times: 1,
      status: 200,
      body: 'no approval at all',
    });
    await click(world, 'kim', card, 'Approve');
    await expect.poll(() => lines(world, 'approve')).toHaveLength(1);
  });
});

test('approve and run are two acts, and leave a line each', async () => {
  const world = await kimWatches();
  await world.connect('ana');
  const { id, card } = await waitingCard(world);
  await click(world, 'ana', card, 'Approve');
  const { slack, people } = world;
  const kim = slack.as(people.kim.id);
  await kim.click(await cardSays(world, id, '(Ana Costa)'), 'Approve with a comment…');
  await slack.waitFor(() => slack.view(people.kim.id), { what: 'the dialog' });
  await toldAfter(world, 'kim', () => kim.submit({ Comment: 'Ship it', Afterwards: ['run'] }));
  const done = await lines(world, 'approve', 'run');
  expect(done.slice(0, 2)).toMatchObject([
    { act: 'run', outcome: 'done', status: 200, requestId: REQUEST_ID, deployment: id, ...who(world, 'kim') },
    {
      act: 'approve',
      outcome: 'done',
      status: 201,
      comment: 'Ship it',
      requestId: REQUEST_ID,
      deployment: id,
    },
  ]);
  expect(done[0]?.comment).toBeUndefined();
  expect(done[0]?.requestId).not.toBe(done[1]?.requestId);
});

describe('operations', () => {
  test('each leave one line with what was asked, on what, and the answer of GitLab', async () => {
    const world = await startWorld();
    await world.connect('kim');
    await world.command('kim', '/env', `create ${SHOP} review/a tier:development`);
    const [made] = await lines(world, 'create-environment');
    expect(made).toMatchObject({
      ...who(world, 'kim'),
      outcome: 'done',
      project: SHOP,
      environment: 'review/a',
      detail: 'tier:development',
      status: 201,
      requestId: REQUEST_ID,
      channel: world.channel.id,
    });
    const question = await messageAfter(world, 'kim', () =>
      world.slack.as(world.people.kim.id).command('/env', `stop ${SHOP} review/a`, world.channel.id),
    );
    expect(await lines(world, 'stop-environment')).toEqual([]);
    await toldAfter(world, 'kim', () => world.slack.as(world.people.kim.id).click(question, 'Stop'));
    await expect
      .poll(() => lines(world, 'stop-environment'))
      .toMatchObject([{ outcome: 'done', environment: 'review/a', status: 200, requestId: REQUEST_ID }]);
  });

  test('that are refused leave one line, whether refused at the question or by GitLab', async () => {
    const world = await startWorld();
    await world.connect('gus');
    await world.command('gus', '/env', `create ${SHOP} review/b`);
    expect(await lines(world, 'create-environment')).toMatchObject([
      {
        ...who(world, 'gus'),
        outcome: 'gitlab-forbidden',
        status: 403,
        requestId: REQUEST_ID,
        environment: 'review/b',
      },
    ]);
    await world.connect('kim');
    await world.command('kim', '/env', `stop ${SHOP} no-such-place`);
    expect(await lines(world, 'stop-environment')).toMatchObject([
      { ...who(world, 'kim'), outcome: 'environment-not-found', project: SHOP, environment: 'no-such-place' },
    ]);
    await world.command('kim', '/env', `stop ${SHOP} 987654`);
    expect(await lines(world, 'stop-environment')).toMatchObject([
      { outcome: 'environment-not-found', environment: '987654', status: 404, requestId: REQUEST_ID },
      {},
    ]);
    expect(writes(world).map(({ status }) => status)).toEqual([403]);
  });
});

test('what GitLab took up of many is on the trail, as far as there is room', async () => {
  let shift = 60 * 86_400_000;
  const world = await startWorld({ gitlab: { now: () => Date.now() - shift } });
  for (let number = 100; number < 160; number += 1)
    world.gitlab.world.addEnvironment(SHOP, { name: `review/branch-${number}`, state: 'stopped' });
  shift = 0;
  await world.connect('kim');
  const question = await messageAfter(world, 'kim', () =>
    world.slack
      .as(world.people.kim.id)
      .command('/env', `delete-review-apps ${SHOP} limit:50`, world.channel.id),
  );
  await toldAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).click(question, 'Schedule deletion'),
  );
  await expect.poll(() => lines(world, 'delete-review-apps')).toHaveLength(1);
  const [line] = await lines(world, 'delete-review-apps');
  expect(line?.detail).toMatch(/50 scheduled: review\/branch-1\d\d, .*review\/branch-1\d\d and \d+ more$/u);
  expect(line?.detail?.length).toBeLessThanOrEqual(500);
});

test('connecting, watching, unwatching and disconnecting leave a line each', async () => {
  const world = await kimWatches();
  await world.command('kim', '/slipway', 'unwatch');
  await world.command('kim', '/slipway', 'disconnect');
  await expect
    .poll(async () =>
      (await world.app().ports.audit.newest(100)).map(({ act, outcome }) => `${act} ${outcome}`),
    )
    .toEqual(['disconnect done', 'unwatch done', 'watch done', 'connect done']);
});

test('a Redis that goes while GitLab carries a write out: the person is told it was done, and the line comes', async () => {
  const world = await startWorld({ withoutBot: true });
  const relay = await relayTo(world.environment.REDIS_URL ?? '');
  onTestFinished(() => relay.close());
  await world.startBot({}, { REDIS_URL: relay.url });
  await world.connect('kim');
  const undo = world.gitlab.faults.add({
    method: 'POST',
    path: /environments$/u,
    kind: 'delay',
    delayMs: 1_500,
  });
  const told = toldAfter(world, 'kim', () =>
    world.slack.as(world.people.kim.id).command('/env', `create ${SHOP} review/c`, world.channel.id),
  );
  await expect.poll(() => writes(world).length).toBe(1);
  await relay.cut();
  expect(await told).toContain('was created');
  await relay.mend();
  undo();
  await expect
    .poll(() => lines(world, 'create-environment').catch(() => []), { timeout: 15_000 })
    .toMatchObject([{ outcome: 'done', environment: 'review/c', status: 201 }]);
  expect(writes(world)).toHaveLength(1);
}, 40_000);

test('a bot that stops while lines wait for Redis takes them along', async () => {
  const world = await startWorld({ withoutBot: true });
  const relay = await relayTo(world.environment.REDIS_URL ?? '');
  onTestFinished(() => relay.close());
  const bot = await world.startBot({}, { REDIS_URL: relay.url });
  await relay.cut();
  await bot.ports.audit.append({ at: 1, act: 'approve', outcome: 'done', comment: 'Ship it' });
  await relay.mend();
  await bot.stop();
  const next = await world.startBot();
  expect(await next.ports.audit.newest(5)).toMatchObject([{ act: 'approve', comment: 'Ship it' }]);
}, 30_000);

test('the trail of all that is one unbroken chain', async () => {
  const world = await kimWatches();
  const { card } = await waitingCard(world);
  await click(world, 'kim', card, 'Approve');
  const { audit } = world.app().ports;
  const walk = verifyTrail({ anchor: EMPTY_TRAIL });
  const stored = await audit.read({ order: 'oldest-first', limit: 100 });
  expect(stored).toHaveLength(3);
  expect([...stored.flatMap((line) => walk.next(line)), ...walk.end(await audit.head())]).toEqual([]);
});
