import { describe, expect, it } from 'vitest';
import type { Act } from '../../../src/core/acts.ts';
import { keysOf } from '../../support/redis.ts';
import { ana, channel, connection, kim, storeWorld, team } from './store-world.ts';

const TEN_MINUTES = 600_000;
const person = { team, user: kim };
const attempt = { state: 'state-1', person, verifier: 'verifier-1', slackName: 'Kim' };
const pending = {
  id: 'pending-1',
  person,
  browser: 'cookie-digest',
  gitlabUser: connection(kim, 7).gitlabUser,
  tokens: { accessToken: 'access-1', refreshToken: undefined, expiresAt: undefined },
  takenBy: undefined,
  spent: 'spent-1',
  expiresAt: 1,
};
const device = { id: 'device-1', person, deviceCode: 'code-1', userCode: 'U-1', intervalMs: 1, expiresAt: 1 };
const act = (text: string): Act => ({
  kind: 'command',
  person,
  reply: { ...person, channel },
  command: '/deploy',
  text,
});

describe('a sign-in under way', () => {
  it('can be looked at, and taken once', async () => {
    const { stores } = storeWorld();
    await stores.links.putAttempt(attempt);
    expect(await stores.links.getAttempt('state-1')).toEqual(attempt);
    const taken = await Promise.all([1, 2, 3, 4, 5].map(() => stores.links.takeAttempt('state-1')));
    expect(taken.filter((one) => one !== undefined)).toEqual([attempt]);
    expect(await stores.links.getAttempt('state-1')).toBeUndefined();
  });

  it('ends ten minutes after it began, even when it is written again', async () => {
    const { stores, redis, prefix } = storeWorld();
    await stores.links.putAttempt(attempt);
    const [key = ''] = await keysOf(redis, prefix);
    expect(await redis.pttl(key)).toBeGreaterThan(TEN_MINUTES - 10_000);
    await redis.pexpire(key, 5_000);
    await stores.links.putAttempt({ ...attempt, browser: 'cookie' });
    expect(await redis.pttl(key)).toBeLessThanOrEqual(5_000);
    expect((await stores.links.getAttempt('state-1'))?.browser).toBe('cookie');
  });

  it('is unknown once it expired', async () => {
    const { stores, redis, prefix } = storeWorld();
    await stores.links.putAttempt(attempt);
    const [key = ''] = await keysOf(redis, prefix);
    await redis.pexpire(key, 1);
    await expect.poll(() => stores.links.takeAttempt('state-1')).toBeUndefined();
  });

  it('leaves neither its state nor its secrets readable in Redis', async () => {
    const { stores, redis, prefix } = storeWorld();
    await stores.links.putAttempt(attempt);
    await stores.links.putPending(pending);
    await stores.links.putContinuation(person, act('approve 1'));
    await stores.links.putDevice(device, 60_000);
    await stores.spent.put('handle-1', { person, tokens: { ...pending.tokens, refreshToken: 'refresh-1' } });
    const keys = await keysOf(redis, prefix);
    const all = [...keys, ...(await redis.mget(keys))].join('\n');
    expect(keys).toHaveLength(5);
    const secrets = [
      'state-1',
      'pending-1',
      'verifier-1',
      'access-1',
      'refresh-1',
      'code-1',
      'U-1',
      'approve 1',
    ];
    for (const secret of secrets) expect(all).not.toContain(secret);
  });

  it('put under another state’s key counts as expired', async () => {
    const { stores, redis, prefix, log } = storeWorld();
    await stores.links.putAttempt(attempt);
    const [first = ''] = await keysOf(redis, prefix);
    await stores.links.putAttempt({ ...attempt, state: 'state-2' });
    const second = (await keysOf(redis, prefix)).find((key) => key !== first) ?? '';
    await redis.copy(first, second, 'REPLACE');
    expect(await stores.links.takeAttempt('state-2')).toBeUndefined();
    expect(log.lines).toHaveLength(1);
  });
});

describe('a sign-in by a code', () => {
  it('is one for each person, the newest', async () => {
    const { stores } = storeWorld();
    await stores.links.putDevice(device, 60_000);
    await stores.links.putDevice({ ...device, id: 'device-2' }, 60_000);
    expect((await stores.links.getDevice(person))?.id).toBe('device-2');
    expect(await stores.links.getDevice({ team, user: ana })).toBeUndefined();
    await stores.links.removeDevice(person);
    expect(await stores.links.getDevice(person)).toBeUndefined();
  });

  it('ends when GitLab says, and after a quarter of an hour at the latest', async () => {
    const { stores, redis, prefix } = storeWorld();
    const left = async () => redis.pttl((await keysOf(redis, prefix))[0] ?? '');
    await stores.links.putDevice(device, 60_000);
    expect(await left()).toBeLessThanOrEqual(60_000);
    await stores.links.putDevice(device, 86_400_000);
    expect(await left()).toBeLessThanOrEqual(900_000);
  });
});

describe('tokens that GitLab shall take back', () => {
  it('are noted until that is done', async () => {
    const { stores, saves } = storeWorld();
    const spent = { person, tokens: pending.tokens };
    await stores.spent.put('handle-1', spent);
    expect(saves()).toBe(1);
    expect(await stores.spent.get('handle-1')).toEqual(spent);
    await stores.spent.remove('handle-1');
    expect(await stores.spent.get('handle-1')).toBeUndefined();
  });
});

describe('a finished sign-in', () => {
  it('is taken once', async () => {
    const { stores } = storeWorld();
    await stores.links.putPending(pending);
    expect(await stores.links.takePending('pending-1')).toEqual(pending);
    expect(await stores.links.takePending('pending-1')).toBeUndefined();
  });
});

describe('what a person was doing', () => {
  it('is the newest of what they asked for, and taken once', async () => {
    const { stores } = storeWorld();
    await stores.links.putContinuation(person, act('list'));
    await stores.links.putContinuation(person, act('pending'));
    expect(await stores.links.takeContinuation({ team, user: ana })).toBeUndefined();
    expect(await stores.links.takeContinuation(person)).toEqual(act('pending'));
    expect(await stores.links.takeContinuation(person)).toBeUndefined();
  });
});
