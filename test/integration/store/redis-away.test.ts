import { performance } from 'node:perf_hooks';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import { checkEvictionPolicy } from '../../../src/store/policy.ts';
import { connectRedis, redisCall } from '../../../src/store/redis.ts';
import { testRedis } from '../../support/redis.ts';
import { connection, keptLog, kim, project, storesOn, team, watch } from './store-world.ts';
import { relayTo } from './tcp-relay.ts';

const CLICK_MS = 2_500;

/** Stores that reach Redis through a relay. */
async function relayed() {
  const { url, prefix, redis: direct } = testRedis();
  const relay = await relayTo(url);
  onTestFinished(() => relay.close());
  const log = keptLog();
  const redis = await connectRedis(relay.url, { role: 'commands', log });
  onTestFinished(() => redis.disconnect());
  return { relay, log, redis, direct, prefix, stores: storesOn({ redis, prefix }, log) };
}

/** Every kind of call, each of which must fail in time. */
async function expectAllUnavailable({ stores }: Awaited<ReturnType<typeof relayed>>): Promise<void> {
  const since = performance.now();
  const calls = [
    stores.watches.put(watch(1)),
    stores.watches.ofProject(project(1)),
    stores.connections.get({ team, user: kim }),
    stores.connections.put(connection(kim, 7)),
    stores.links.takeAttempt('s'),
    stores.polls.claim(1, 1, 1),
    stores.audit.newest(1),
    stores.once.claim('x', 1_000),
    stores.locks.hold('x', 0, async () => 'done'),
  ];
  for (const result of await Promise.allSettled(calls)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'store-unavailable' } });
  }
  expect(performance.now() - since).toBeLessThan(CLICK_MS);
}

describe('while Redis is away', () => {
  it('every store says so in time, and works again by itself when it is back', async () => {
    const world = await relayed();
    await world.stores.watches.put(watch(1));
    await world.relay.cut();
    await expectAllUnavailable(world);
    await world.relay.mend();
    await expect
      .poll(() => world.stores.watches.all().catch(() => 'away'), { timeout: 5_000 })
      .toEqual([watch(1)]);
    expect(world.log.lines.filter((line) => line.includes('Redis is away'))).toHaveLength(1);
    expect(world.log.lines.filter((line) => line.includes('Redis is back'))).toHaveLength(1);
  });

  it('nothing that was refused happens afterwards', async () => {
    const world = await relayed();
    await world.relay.cut();
    await expect(world.stores.once.claim('click', 60_000)).rejects.toMatchObject({
      code: 'store-unavailable',
    });
    await world.relay.mend();
    await expect.poll(() => world.stores.once.claim('other', 60_000).catch(() => 'away')).toBe(true);
    expect(await world.direct.exists(`{${world.prefix}}:once:v1:click`)).toBe(0);
  });

  it('a Redis that accepts connections and never answers is away too, and found again', async () => {
    const world = await relayed();
    world.relay.freeze();
    await expectAllUnavailable(world);
    await world.relay.mend();
    await expect.poll(() => world.stores.watches.all().catch(() => 'away'), { timeout: 8_000 }).toEqual([]);
  });

  it('work under a lock that cannot be freed still answers', async () => {
    const world = await relayed();
    const done = await world.stores.locks.hold('kim', 0, async () => {
      await world.relay.cut();
      return 'done';
    });
    expect(done).toBe('done');
  });

  it('a start is refused instead of waiting for ever', async () => {
    const { relay, log } = await relayed();
    await relay.cut();
    const start = connectRedis(relay.url, { role: 'commands', log, readyWithinMs: 200 });
    await expect(start).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(log.lines.join()).not.toContain(new URL(relay.url).password || 'no password');
  });

  it('a worker’s connection waits for it', async () => {
    const { relay, log } = await relayed();
    const redis = await connectRedis(relay.url, { role: 'blocking', log });
    onTestFinished(() => redis.disconnect());
    await relay.cut();
    const answer = redis.ping();
    await relay.mend();
    expect(await answer).toBe('PONG');
  });
});

describe('errors of Redis', () => {
  it('that are our own defect stay what they are', async () => {
    const { redis, prefix } = testRedis();
    await redis.set(`{${prefix}}:x`, 'text');
    const wrong = redisCall(redis)((one) => one.hgetall(`{${prefix}}:x`));
    await expect(wrong).rejects.toThrow('WRONGTYPE');
    await expect(wrong).rejects.not.toBeInstanceOf(SlipwayError);
  });
});

describe('the eviction policy', () => {
  it('is read where the server tells it', async () => {
    const { redis } = testRedis();
    expect(await checkEvictionPolicy(redis)).toBe('noeviction');
  });

  it('is unreadable where the server refuses', async () => {
    const { redis, prefix } = testRedis();
    await redis.acl('SETUSER', prefix, 'on', '>pw', '~*', '+@all', '-info');
    const limited = redis.duplicate({ username: prefix, password: 'pw' });
    onTestFinished(async () => {
      limited.disconnect();
      await redis.acl('DELUSER', prefix);
    });
    expect(await checkEvictionPolicy(limited)).toBe('unreadable');
  });
});

it('the run has a Redis', () => {
  expect(inject('redisUrl')).toMatch(/^rediss?:/);
});
