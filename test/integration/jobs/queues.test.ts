import { Queue } from 'bullmq';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import { ChannelId, DeploymentId, ProjectId, SlackUserId, TeamId } from '../../../src/core/ids.ts';
import { createJobQueues } from '../../../src/jobs/enqueue.ts';
import { type Handlers, type JobRun, startRunner } from '../../../src/jobs/runner.ts';
import { systemClock } from '../../../src/real-world.ts';
import { connectRedis } from '../../../src/store/redis.ts';
import { keptLog } from '../../support/kept-log.ts';
import { testRedis } from '../../support/redis.ts';

const place = (deployment: number) => ({
  team: TeamId.parse('T1'),
  channel: ChannelId.parse('C1'),
  project: ProjectId.parse(7),
  deployment: DeploymentId.parse(deployment),
});

const approval = {
  kind: 'decide',
  person: { team: TeamId.parse('T1'), user: SlackUserId.parse('UKIM') },
  reply: { team: TeamId.parse('T1'), user: SlackUserId.parse('UKIM'), channel: ChannelId.parse('C1') },
  target: { project: 'acme/shop', deployment: DeploymentId.parse(1) },
  decision: 'approved',
} as const;

/** Queues and a runner on a prefix of their own; handlers do nothing unless given. */
async function startQueues(over: Partial<Handlers> = {}) {
  const { prefix, redis } = testRedis();
  const log = keptLog();
  const url = inject('redisUrl');
  const commands = await connectRedis(url, { role: 'commands', log });
  onTestFinished(() => commands.disconnect());
  const queues = createJobQueues(commands, `{${prefix}}`, log);
  onTestFinished(() => queues.close());
  const nothing = () => Promise.resolve();
  const handlers: Handlers = {
    act: nothing,
    'tell-end': nothing,
    publish: nothing,
    enrich: nothing,
    sweep: nothing,
    'check-watch': nothing,
    'check-watches': nothing,
    linked: nothing,
    revoke: nothing,
    'poll-device': nothing,
    'answer-link': nothing,
    ...over,
  };
  const start = () =>
    startRunner({
      connect: () => connectRedis(url, { role: 'blocking', log }),
      tellsVersion: true,
      prefix: `{${prefix}}`,
      handlers,
      clock: systemClock,
      log,
    });
  const runner = await start();
  onTestFinished(() => runner.close());
  /** BullMQ's own view, past everything of ours. */
  const raw = (name: string): Queue => {
    const queue = new Queue(name, { connection: redis, prefix: `{${prefix}}`, skipVersionCheck: true });
    onTestFinished(() => queue.close());
    return queue;
  };
  return { queues, log, raw, runner };
}

const until = (probe: () => unknown) => expect.poll(probe, { timeout: 10_000, interval: 20 });

describe('a job nobody can work on', () => {
  test('because its data is malformed is set aside and logged, and the queue goes on', async () => {
    const done: number[] = [];
    const { queues, log, raw } = await startQueues({
      publish: async ({ deployment }) => void done.push(deployment),
    });
    const cards = raw('cards');
    await cards.add('publish', { team: 'T1', channel: null, project: 7, deployment: 'ninety' });
    await queues.publish(place(1));
    await until(() => done).toEqual([1]);
    await until(() => cards.getFailedCount()).toBe(1);
    expect(log.lines.filter((line) => line.includes('"job-malformed"'))).toHaveLength(1);
    expect(log.lines.join()).not.toContain('ninety');
  });

  test('because its name is unknown is set aside and logged, and the queue goes on', async () => {
    const done: number[] = [];
    const { queues, log, raw } = await startQueues({
      publish: async ({ deployment }) => void done.push(deployment),
    });
    const cards = raw('cards');
    await cards.add('constructor', {});
    await cards.add('of-tomorrow', {});
    await queues.publish(place(1));
    await until(() => done).toEqual([1]);
    await until(() => cards.getFailedCount()).toBe(2);
    expect(log.lines.filter((line) => line.includes('"job-malformed"'))).toHaveLength(2);
  });
});

test('an act that is named is done once, and another of the same person is another', async () => {
  const done: string[] = [];
  const { queues, raw } = await startQueues({ act: async (act) => void done.push(act.kind) });
  await queues.act(approval, 'sign-in-1');
  await until(() => done).toEqual(['decide']);
  await until(() => raw('acts').getActiveCount()).toBe(0);
  await queues.act(approval, 'sign-in-1');
  await queues.act({ ...approval, target: { project: 'acme/api', deployment: DeploymentId.parse(2) } });
  await until(() => done).toEqual(['decide', 'decide']);
  await until(() => raw('acts').getActiveCount()).toBe(0);
  expect(done).toHaveLength(2);
});

describe('a job that fails', () => {
  test('for good is kept apart and does not keep a later one of the same card from running', async () => {
    const tried: number[] = [];
    const { queues, raw } = await startQueues({
      publish: async ({ deployment }) => {
        tried.push(deployment);
        if (tried.length === 1) throw new SlipwayError('slack-refused', { reason: 'invalid_blocks' });
      },
    });
    await queues.publish(place(1));
    await until(() => raw('cards').getFailedCount()).toBe(1);
    await queues.publish(place(1));
    await until(() => tried).toEqual([1, 1]);
    expect(await raw('cards').getFailedCount()).toBe(1);
  });

  test('for now is tried again when the error says so', async () => {
    const at: number[] = [];
    const { queues } = await startQueues({
      publish: async () => {
        at.push(performance.now());
        if (at.length === 1) throw new SlipwayError('slack-rate-limited', {}, { retryAfterMs: 1_500 });
      },
    });
    await queues.publish(place(1));
    await until(() => at.length).toBe(2);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(1_400);
  });

  test('by a defect of ours is tried again too: what provoked it may pass', async () => {
    let tries = 0;
    const { queues, log } = await startQueues({
      publish: async () => {
        tries += 1;
        if (tries < 3) throw new TypeError('undefined is not a card');
      },
    });
    await queues.publish(place(1));
    await until(() => tries).toBe(3);
    expect(log.lines.filter((line) => line.includes('undefined is not a card'))).toHaveLength(2);
  });

  test('remembers its notes from one try to the next', async () => {
    const seen: unknown[] = [];
    const { queues } = await startQueues({
      act: async (_act, run: JobRun) => {
        seen.push(run.notes);
        await run.saveNotes({ sentAt: 5 });
        if (seen.length === 1) throw new SlipwayError('outcome-open', {}, { retryAfterMs: 100 });
      },
    });
    await queues.act(approval);
    await until(() => seen.length).toBe(2);
    expect(seen[1]).toEqual({ sentAt: 5 });
  });
});

describe('the same wish twice', () => {
  test('is one job while the first is under way, and another one afterwards', async () => {
    const gates: (() => void)[] = [];
    const { queues } = await startQueues({
      act: () => new Promise<void>((resolve) => void gates.push(resolve)),
    });
    await Promise.all([queues.act(approval), queues.act(approval), queues.act(approval)]);
    await until(() => gates.length).toBe(1);
    await queues.act(approval);
    gates[0]?.();
    await until(async () => {
      await queues.act(approval);
      return gates.length;
    }).toBe(2);
    gates[1]?.();
  });

  test('by another person, or to reject, is a job of its own', async () => {
    const acts: string[] = [];
    const { queues } = await startQueues({
      act: async (act) => void acts.push(`${act.person.user} ${act.kind === 'decide' ? act.decision : ''}`),
    });
    const ana = { ...approval.person, user: SlackUserId.parse('UANA') };
    await queues.act(approval);
    await queues.act({ ...approval, person: ana });
    await queues.act({ ...approval, decision: 'rejected' });
    await until(() => acts.length).toBe(3);
    expect(acts.sort()).toEqual(['UANA approved', 'UKIM approved', 'UKIM rejected']);
  });

  test.each([
    ['with another comment', { comment: 'Looks good' }],
    ['under another rule', { representedAs: 'Security' }],
    ['that should run the job as well', { runWhenComplete: true }],
  ])('but %s is another wish, and both are carried out', async (_what, details) => {
    const seen: unknown[] = [];
    const { queues } = await startQueues({ act: async (act) => void seen.push(act) });
    await Promise.all([queues.act(approval), queues.act({ ...approval, ...details })]);
    await until(() => seen.length).toBe(2);
    expect(seen).toEqual(expect.arrayContaining([approval, { ...approval, ...details }]));
  });

  test('to publish a card while it is being published runs once more: the news came after the reading', async () => {
    const gates: (() => void)[] = [];
    const { queues } = await startQueues({
      publish: () => new Promise<void>((resolve) => void gates.push(resolve)),
    });
    await queues.publish(place(1));
    await until(() => gates.length).toBe(1);
    for (let count = 0; count < 5; count += 1) await queues.publish(place(1));
    gates[0]?.();
    await until(() => gates.length).toBe(2);
    gates[1]?.();
    await queues.publish(place(2));
    await until(() => gates.length).toBe(3);
    gates[2]?.();
  });

  test('to publish a card while its failed try waits is kept as well', async () => {
    let tries = 0;
    const { queues } = await startQueues({
      publish: async () => {
        tries += 1;
        if (tries === 1) throw new SlipwayError('slack-ambiguous', {}, { retryAfterMs: 400 });
      },
    });
    await queues.publish(place(1));
    await until(() => tries).toBe(1);
    await queues.publish(place(1));
    await until(() => tries).toBeGreaterThanOrEqual(2);
  });
});

test('two hundred wishes of one person are not in the way of another', async () => {
  const started: string[] = [];
  const gates: (() => void)[] = [];
  const { queues } = await startQueues({
    act: ({ person }) => {
      started.push(person.user);
      return person.user === 'UKIM'
        ? new Promise<void>((resolve) => void gates.push(resolve))
        : Promise.resolve();
    },
  });
  const wish = (deployment: number) => ({
    ...approval,
    target: { project: 'acme/shop', deployment: DeploymentId.parse(deployment) },
  });
  for (let number = 1; number <= 200; number += 1) await queues.act(wish(number));
  await until(() => started.length).toBeGreaterThanOrEqual(8);
  await queues.act({ ...wish(1), person: { ...approval.person, user: SlackUserId.parse('UANA') } });
  await until(() => started.includes('UANA')).toBe(true);
  expect(gates.length).toBeLessThan(32);
  // None of them is lost: each finds its place as the ones before it end.
  await until(() => {
    for (const open of gates) open();
    return gates.length;
  }).toBe(200);
});

test('the counts tell each queue’s jobs by state', async () => {
  const { queues } = await startQueues({ publish: () => Promise.reject(new SlipwayError('slack-refused')) });
  await queues.publish(place(1));
  await until(async () => (await queues.counts()).cards?.failed).toBe(1);
  expect(Object.keys(await queues.counts()).sort()).toEqual([
    'acts',
    'cards',
    'sign-ins',
    'sweep',
    'watches',
  ]);
});
