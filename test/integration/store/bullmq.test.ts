import { Queue, QueueEvents, Worker } from 'bullmq';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectRedis } from '../../../src/store/redis.ts';
import { testRedis } from '../../support/redis.ts';
import { keptLog } from './store-world.ts';

/** A queue on the run's Redis and a worker that notes what it was given. */
async function queueWorld(work: (name: string) => Promise<void> = async () => {}) {
  const { url, prefix: name } = testRedis();
  const prefix = `{${name}}`;
  const log = keptLog();
  const commands = await connectRedis(url, { role: 'commands', log });
  const blocking = await connectRedis(url, { role: 'blocking', log });
  const done: string[] = [];
  const queue = new Queue<object, void, string>('work', { connection: commands, prefix });
  const worker = new Worker<object, void, string>(
    'work',
    async (job) => {
      await work(job.name);
      done.push(job.name);
    },
    { connection: blocking, prefix, concurrency: 4 },
  );
  const errors: Error[] = [];
  queue.on('error', (error) => errors.push(error));
  worker.on('error', (error) => errors.push(error));
  onTestFinished(async () => {
    await worker.close();
    await queue.close();
    commands.disconnect();
    blocking.disconnect();
    expect(errors).toEqual([]);
  });
  return { queue, done, prefix, url };
}

describe('the job queue on this Redis', () => {
  it('runs jobs at once and delayed ones after their delay', async () => {
    const { queue, done } = await queueWorld();
    await queue.add('late', {}, { delay: 300 });
    await queue.addBulk([1, 2, 3].map((at) => ({ name: `now-${at}`, data: {} })));
    await expect.poll(() => done, { timeout: 5_000 }).toHaveLength(4);
    expect(done.at(-1)).toBe('late');
  });

  it('answers a waiting worker without stalls', async () => {
    const { queue, prefix, url } = await queueWorld();
    const events = new QueueEvents('work', { connection: { url }, prefix, lastEventId: '0-0' });
    onTestFinished(() => events.close());
    await events.waitUntilReady();
    const times: number[] = [];
    for (let at = 0; at < 20; at += 1) {
      const since = performance.now();
      await (await queue.add('ping', {})).waitUntilFinished(events);
      times.push(performance.now() - since);
    }
    // Nagle's algorithm alone would cost 40 ms each time, a missed step 50.
    expect(times.sort((a, b) => a - b)[10]).toBeLessThan(30);
  });

  it('tries a failed job again', async () => {
    let failures = 0;
    const { queue, done } = await queueWorld(async () => {
      failures += 1;
      if (failures < 3) throw new Error('not yet');
    });
    await queue.add('stubborn', {}, { attempts: 3, backoff: 10 });
    await expect.poll(() => done, { timeout: 5_000 }).toEqual(['stubborn']);
  });

  it('keeps one schedule however often it is set, and runs it', async () => {
    const { queue, done } = await queueWorld();
    await queue.upsertJobScheduler('sweep', { every: 60_000 }, { name: 'sweep' });
    await queue.upsertJobScheduler('sweep', { every: 100 }, { name: 'sweep' });
    expect(await queue.getJobSchedulersCount()).toBe(1);
    await expect.poll(() => done.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(3);
    await queue.removeJobScheduler('sweep');
  });

  it('keeps the newest of the jobs that came while one of their kind was active', async () => {
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let begun = 0;
    const { queue, done } = await queueWorld(async () => {
      begun += 1;
      await opened;
    });
    const deduplication = { id: 'card', keepLastIfActive: true };
    await queue.add('first', {}, { deduplication });
    await expect.poll(() => begun).toBe(1);
    for (const name of ['second', 'third', 'fourth']) await queue.add(name, {}, { deduplication });
    expect(begun).toBe(1);
    open();
    await expect.poll(() => done, { timeout: 5_000 }).toEqual(['first', 'fourth']);
  });
});
