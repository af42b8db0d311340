import { randomBytes } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import { SlackUserId } from '../../../src/core/ids.ts';
import type { Connection, Stores } from '../../../src/core/ports/stores.ts';
import { keysUnder } from '../../../src/store/keys.ts';
import { redisCall } from '../../../src/store/redis.ts';
import { SEALED_FAMILIES } from '../../../src/store/sealed-values.ts';
import { createSealer } from '../../../src/store/sealer.ts';
import { createStores } from '../../../src/store/stores.ts';
import { type KeyWalk, walkKeys } from '../../../src/store/walk-keys.ts';
import { type TestRedis, testRedis } from '../../support/redis.ts';
import { redisDump } from '../../support/redis-dump.ts';
import { ana, channel, connection, keptLog, kim, project, stepUp, team, watch } from './store-world.ts';

const [older, newer, lost] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const idOf = (key: Buffer): string => createSealer([key]).keyIds[0] ?? '';

const storesWith = (
  { redis, prefix }: TestRedis,
  keys: readonly Buffer[],
  host = 'gitlab.example.com',
): Stores =>
  createStores({
    redis,
    prefix,
    sealer: createSealer(keys),
    chance: { fraction: () => 0.5, token: () => randomBytes(16).toString('hex') },
    log: keptLog(),
    host,
    afterDurableWrite: async () => {},
  });

const walkWith = (
  { redis, prefix }: TestRedis,
  keys: readonly Buffer[],
  walk: KeyWalk,
  host = 'gitlab.example.com',
) => walkKeys({ call: redisCall(redis), key: keysUnder(prefix), sealer: createSealer(keys), host }, walk);

const rowOf = ({ redis, prefix }: TestRedis, user: string) =>
  redis.get(`{${prefix}}:connection:v1:T1:${user}`);

describe('rotating the keys', () => {
  it('seals every connection and sign-in under way with the first key; the older one may go afterwards', async () => {
    const world = testRedis();
    const before = storesWith(world, [older]);
    await before.connections.put(connection(kim, 7));
    await before.connections.put(connection(ana, 8));
    await before.links.putContinuation({ team, user: kim }, act);
    await before.watches.put(watch(1));
    const report = await walkWith(world, [newer, older], 'rotate');
    expect(report.connections).toEqual({ current: 0, resealed: 2, outdated: 0 });
    expect(report.underWay).toEqual({ current: 0, resealed: 1, outdated: 0 });
    expect(report.stillUsed).toEqual(new Set());
    const after = storesWith(world, [newer]);
    expect(await after.connections.get({ team, user: kim })).toEqual(connection(kim, 7));
    expect(await after.connections.get({ team, user: ana })).toEqual(connection(ana, 8));
    expect(await after.links.takeContinuation({ team, user: kim })).toEqual(act);
    expect(await after.watches.ofProject(project(1))).toHaveLength(1);
  });

  it('may be repeated, and then changes nothing', async () => {
    const world = testRedis();
    await storesWith(world, [older]).connections.put(connection(kim, 7));
    await walkWith(world, [newer, older], 'rotate');
    const row = await rowOf(world, kim);
    const again = await walkWith(world, [newer, older], 'rotate');
    expect(again.connections).toEqual({ current: 1, resealed: 0, outdated: 0 });
    expect(await rowOf(world, kim)).toBe(row);
  });

  it('leaves what ends by itself its end', async () => {
    const world = testRedis();
    await storesWith(world, [older]).links.putContinuation({ team, user: kim }, act);
    const key = `{${world.prefix}}:link-continuation:v1:T1:UKIM`;
    await world.redis.pexpire(key, 5_000);
    await walkWith(world, [newer, older], 'rotate');
    const left = await world.redis.pttl(key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(5_000);
  });

  it('looking alone tells which key is still needed and changes nothing', async () => {
    const world = testRedis();
    await storesWith(world, [older]).connections.put(connection(kim, 7));
    const row = await rowOf(world, kim);
    const report = await walkWith(world, [newer, older], 'look');
    expect(report.connections).toEqual({ current: 0, resealed: 0, outdated: 1 });
    expect(report.stillUsed).toEqual(new Set([idOf(older)]));
    expect(await rowOf(world, kim)).toBe(row);
  });

  it('works off more connections than one page of the scan holds', async () => {
    const world = testRedis();
    const before = storesWith(world, [older]);
    const people = Array.from({ length: 1_200 }, (_, at) => numbered(at));
    await Promise.all(people.map((one) => before.connections.put(one)));
    const report = await walkWith(world, [newer, older], 'rotate');
    expect(report.connections).toEqual({ current: 0, resealed: 1_200, outdated: 0 });
  });

  it('touches no other install on the same Redis', async () => {
    const [mine, theirs] = [testRedis(), testRedis()];
    await storesWith(theirs, [older]).connections.put(connection(kim, 7));
    const row = await rowOf(theirs, kim);
    await walkWith(mine, [newer, older], 'forget');
    expect(await rowOf(theirs, kim)).toBe(row);
  });
});

describe('nothing that is sealed is left behind', () => {
  it('whatever kind it is of', async () => {
    const world = testRedis();
    const before = storesWith(world, [older]);
    const person = { team, user: kim };
    const { tokens, gitlabUser } = connection(kim, 7);
    const attempt = { state: 'state', person, verifier: 'verifier', slackName: 'Kim' };
    const pending = {
      id: 'pending',
      person,
      browser: 'b',
      gitlabUser,
      tokens,
      takenBy: undefined,
      spent: 'h',
      expiresAt: 9,
    };
    const device = { id: 'd', person, deviceCode: 'c', userCode: 'u', intervalMs: 5, expiresAt: 9 };
    await before.connections.put(connection(kim, 7));
    await before.links.putAttempt(attempt);
    await before.links.putPending(pending);
    await before.links.putDevice(device, 60_000);
    await before.links.putContinuation(person, act);
    await before.spent.put('handle', { person, tokens });
    await before.stepUps.putAttempt({ state: 'fresh', stepUp, verifier: 'verifier', nonce: 'nonce' });
    await before.stepUps.putQuestion({ id: 'question', stepUp, browser: 'b' });
    expect(await redisDump(inject('redisUrl'), world.prefix)).toContain(`.${idOf(older)}.`);
    const report = await walkWith(world, [newer, older], 'rotate');
    expect(report.connections.resealed + report.underWay.resealed).toBe(SEALED_FAMILIES.length);
    expect(await redisDump(inject('redisUrl'), world.prefix)).not.toContain(`.${idOf(older)}.`);
    const after = storesWith(world, [newer]);
    expect(await after.links.takeAttempt('state')).toEqual(attempt);
    expect((await after.stepUps.takeAttempt('fresh'))?.stepUp).toEqual(stepUp);
    expect((await after.stepUps.getQuestion('question'))?.stepUp).toEqual(stepUp);
    expect(await after.links.takePending('pending')).toEqual(pending);
    expect(await after.links.getDevice(person)).toEqual(device);
    expect(await after.spent.get('handle')).toEqual({ person, tokens });
  });
});

describe('rotating beside a working bot', () => {
  it('never writes over a pair that was renewed meanwhile', async () => {
    const world = testRedis();
    const bot = storesWith(world, [older]);
    await bot.connections.put(connection(kim, 7));
    const renewed = {
      ...connection(kim, 7),
      tokens: { accessToken: 'a2', refreshToken: 'r2', expiresAt: 2 },
    };
    // Between the walk's reading and its writing, exactly once.
    const call = redisCall(world.redis);
    let raced = false;
    const racing: typeof call = async (work) => {
      const answer = await call(work);
      if (!raced && typeof answer === 'string' && answer.includes('gitlab-7')) {
        raced = true;
        await bot.connections.put(renewed);
      }
      return answer;
    };
    const report = await walkKeys(
      {
        call: racing,
        key: keysUnder(world.prefix),
        sealer: createSealer([newer, older]),
        host: 'gitlab.example.com',
      },
      'rotate',
    );
    expect(raced).toBe(true);
    expect(report.connections).toEqual({ current: 0, resealed: 1, outdated: 0 });
    expect(await storesWith(world, [newer]).connections.get({ team, user: kim })).toEqual(renewed);
  });

  it('loses no renewal, however many happen at once', async () => {
    const world = testRedis();
    const bot = storesWith(world, [newer, older]);
    await storesWith(world, [older]).connections.put(connection(kim, 7));
    const renewals = Array.from({ length: 40 }, async (_, at) => {
      const tokens = { accessToken: `a${at}`, refreshToken: `r${at}`, expiresAt: at };
      await bot.connections.put({ ...connection(kim, 7), tokens });
      await walkWith(world, [newer, older], 'rotate');
    });
    await Promise.all(renewals);
    const last = {
      ...connection(kim, 7),
      tokens: { accessToken: 'last', refreshToken: 'last', expiresAt: 99 },
    };
    await Promise.all([walkWith(world, [newer, older], 'rotate'), bot.connections.put(last)]);
    expect(await bot.connections.get({ team, user: kim })).toEqual(last);
  });

  it('a connection that is read is sealed with the first key on the way', async () => {
    const world = testRedis();
    await storesWith(world, [older]).connections.put(connection(kim, 7));
    expect(await storesWith(world, [newer, older]).connections.get({ team, user: kim })).toEqual(
      connection(kim, 7),
    );
    expect(await storesWith(world, [newer]).connections.get({ team, user: kim })).toEqual(connection(kim, 7));
  });

  it('a disconnected person stays disconnected', async () => {
    const world = testRedis();
    const bot = storesWith(world, [older]);
    await bot.connections.put(connection(kim, 7));
    await Promise.all([
      walkWith(world, [newer, older], 'rotate'),
      bot.connections.remove({ team, user: kim }),
    ]);
    expect(await rowOf(world, kim)).toBeNull();
  });
});

describe('connections that do not open', () => {
  it('are counted by the key that is missing, and left alone', async () => {
    const world = testRedis();
    await storesWith(world, [lost]).connections.put(connection(kim, 7));
    await storesWith(world, [older]).connections.put(connection(ana, 8));
    const row = await rowOf(world, kim);
    const report = await walkWith(world, [newer, older], 'rotate');
    expect(report.unreadable).toEqual(new Map([[idOf(lost), 1]]));
    expect(report.connections.resealed).toBe(1);
    expect(await rowOf(world, kim)).toBe(row);
  });

  it.each([
    ['a row of another person', async (world: TestRedis) => swapRows(world)],
    ['a malformed row', async (world: TestRedis) => world.redis.set(keyOf(world, 'UKIM'), 'gitlab-token')],
    ['a key that names nobody', async (world: TestRedis) => rename(world)],
  ])('%s is no matter of a missing key', async (_what, spoil) => {
    const world = testRedis();
    await storesWith(world, [newer]).connections.put(connection(kim, 7));
    await spoil(world);
    const report = await walkWith(world, [newer], 'rotate');
    expect(report.unreadable).toEqual(new Map([['', 1]]));
  });

  it('sealed for another GitLab do not open, whatever key there is', async () => {
    const world = testRedis();
    await storesWith(world, [newer], 'old.example.com').connections.put(connection(kim, 7));
    expect((await walkWith(world, [newer], 'rotate')).unreadable).toEqual(new Map([['', 1]]));
  });

  it('are forgotten only when that is asked for, and their GitLab accounts are free again', async () => {
    const world = testRedis();
    await storesWith(world, [lost]).connections.put(connection(kim, 7));
    await storesWith(world, [newer]).connections.put(connection(ana, 8));
    const report = await walkWith(world, [newer], 'forget');
    expect(report.forgotten).toBe(1);
    expect(report.unreadable).toEqual(new Map());
    const after = storesWith(world, [newer]);
    expect(await after.connections.get({ team, user: kim })).toBeUndefined();
    expect(await after.connections.get({ team, user: ana })).toEqual(connection(ana, 8));
    const other = { ...connection(ana, 7) };
    await after.connections.put(other);
    expect(await after.connections.get({ team, user: ana })).toEqual(other);
  });

  it('a person who connects again meanwhile is not forgotten', async () => {
    const world = testRedis();
    await storesWith(world, [lost]).connections.put(connection(kim, 7));
    const bot = storesWith(world, [newer]);
    await Promise.all([walkWith(world, [newer], 'forget'), bot.connections.put(connection(kim, 7))]);
    expect(await bot.connections.get({ team, user: kim })).toEqual(connection(kim, 7));
  });
});

const act = {
  kind: 'command' as const,
  person: { team, user: kim },
  reply: { team, user: kim, channel },
  command: '/deploy',
  text: 'list acme/shop',
};

/** The tokens of both people change places. */
async function swapRows(world: TestRedis): Promise<void> {
  await storesWith(world, [newer]).connections.put(connection(ana, 8));
  const row = (await rowOf(world, ana)) ?? '';
  await world.redis.set(keyOf(world, 'UKIM'), row);
}

const rename = (world: TestRedis) => world.redis.rename(keyOf(world, 'UKIM'), keyOf(world, 'somebody:else'));
const keyOf = ({ prefix }: TestRedis, user: string): string => `{${prefix}}:connection:v1:T1:${user}`;

const numbered = (at: number): Connection => connection(SlackUserId.parse(`UKIM${at}`), 1_000 + at);
