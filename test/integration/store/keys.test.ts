import { describe, expect, it } from 'vitest';
import { CardRecord } from '../../../src/core/card.ts';
import { EnvironmentId, UserGroupId } from '../../../src/core/ids.ts';
import { KEYS } from '../../../src/store/keys.ts';
import { keysOf } from '../../support/redis.ts';
import {
  channel,
  connection,
  kim,
  project,
  type StoreWorld,
  stepUp,
  storeWorld,
  team,
  watch,
} from './store-world.ts';

const person = { team, user: kim };

/** Has every store write everything it can. */
async function writeEverything({ stores, redis, prefix }: StoreWorld): Promise<void> {
  const card = { team, channel, project: 1, projectPath: 'g/a', deployment: 5, environment: 'e', madeAt: 1 };
  await stores.cards.put(CardRecord.parse({ ...card, id: 'a'.repeat(20), open: true }));
  await stores.posts.put({ id: 'card-x', marker: 'm', state: 'sending', dispatchedAt: 1 });
  await stores.watches.put(watch(1));
  await stores.connections.put(connection(kim, 7));
  const { gitlabUser, tokens } = connection(kim, 7);
  await stores.preferences.put(person, { ends: false });
  await stores.links.putAttempt({ state: 's', person, verifier: 'v', slackName: 'Kim' });
  const asked = { takenBy: undefined, spent: 's', expiresAt: 1 };
  await stores.links.putPending({ id: 'p', person, browser: 'b', gitlabUser, tokens, ...asked });
  const codes = { deviceCode: 'd', userCode: 'U', intervalMs: 1, expiresAt: 1 };
  await stores.links.putDevice({ id: 'd', person, ...codes }, 60_000);
  await stores.spent.put('s', { person, tokens });
  const reply = { ...person, channel };
  await stores.confirmations.put('c', { kind: 'command', person, reply, command: '/env', text: '' });
  await stores.links.putContinuation(person, {
    kind: 'command',
    person,
    reply,
    command: '/deploy',
    text: '',
  });
  const trouble = { code: 'project-archived', since: 1, times: 1, nextTryAt: 1, told: true } as const;
  await stores.troubles.put({ archived: project(1) }, trouble);
  await stores.polls.dueBy(project(1), 1);
  await stores.polls.claim(1, 1_000, 1);
  await stores.polls.dueBy(project(1), 2);
  await stores.polls.finish(project(1), { at: 3, note: { pace: 'hot', failures: 0 } });
  await stores.polls.claim(3, 1_000, 1);
  await stores.polls.dueBy(project(1), 4);
  await stores.inspection.beat('p', { role: 'all', version: '1', startedAt: 1, seenAt: 1 });
  await stores.inspection.countError(1);
  await stores.polls.finish(project(1), {
    at: 3,
    state: { watermark: 2, seen: {}, failures: 0, changedAt: 1, watches: [] },
  });
  await stores.polls.claim(3, 1_000, 1);
  await stores.polls.dueBy(project(1), 4);
  await stores.polls.rest(() => 5);
  await stores.polls.limit(5, 60_000, 1_000);
  const event = { at: 1, delivery: 'd', mayChange: true, tellsApprovals: true };
  await stores.hooks.arrive({ project: project(1), ...event }, 1_000);
  await stores.hooks.refused(1);
  const line = { at: 1, person, act: 'connect', outcome: 'done' } as const;
  await stores.audit.append(line);
  await stores.audit.trim(Number.MAX_SAFE_INTEGER);
  await stores.audit.append(line);
  await stores.once.claim('click', 60_000);
  await stores.stepUps.putAttempt({ state: 's', stepUp, verifier: 'v', nonce: 'n' });
  await stores.stepUps.putQuestion({ id: 'q', stepUp, browser: 'b' });
  await stores.stepUps.begin(
    { team, project: project(1), deployment: stepUp.named.deployment },
    kim,
    'Kim Berg',
    1,
  );
  const map = { team, group: 9, path: 'g/sec', userGroup: UserGroupId.parse('S0SEC'), by: kim, at: 1 };
  await stores.groupMaps.put(map);
  const { project: _project, ...rule } = watch(1);
  await stores.groupWatches.put({ ...rule, group: 1, projects: [], hidden: 0 });
  await stores.fileWatches.declare([{ channel: rule.channel, of: { kind: 'project', ref: 'g/app' }, rule }]);
  await stores.tiers.put(project(1), EnvironmentId.parse(2), 'production');
  await redis.hset(`{${prefix}}:polls:v1`, '2', 'c\nmalformed');
  await stores.polls.load([project(2)]);
}

describe('the table of keys', () => {
  it('holds exactly what the stores write, with the type and lifetime it says', async () => {
    const world = storeWorld();
    const { redis, prefix, stores } = world;
    const rows = Object.values(KEYS);
    const met = new Set<string>();
    await stores.locks.hold('kim', 0, async () => {
      await writeEverything(world);
      for (const key of await keysOf(redis, prefix)) {
        const family = key.slice(`{${prefix}}:`.length).split(':').slice(0, 2).join(':');
        const row = rows.find((candidate) => candidate.family === family);
        expect(row, `${key} stands in no row of the table`).toBeDefined();
        met.add(family);
        expect(await redis.type(key), key).toBe(row?.type);
        const left = await redis.pttl(key);
        if (row === KEYS.card || row === KEYS.once) continue;
        if (row?.lifetimeMs === undefined) expect(left, key).toBe(-1);
        else {
          expect(left, key).toBeGreaterThan(0);
          expect(left, key).toBeLessThanOrEqual(row.lifetimeMs);
        }
      }
    });
    expect([...met].sort()).toEqual(rows.map(({ family }) => family).sort());
  });

  it('spells every key with one hash tag, so that a Redis Cluster keeps them together', async () => {
    const world = storeWorld();
    await writeEverything(world);
    const keys = await keysOf(world.redis, world.prefix);
    expect(keys.length).toBeGreaterThan(15);
    for (const key of await keysOf(world.redis, world.prefix)) expect(key).toMatch(/^\{[^{}]+\}:[^{}]+$/);
  });

  it('names each family once', () => {
    const families = Object.values(KEYS).map(({ family }) => family);
    expect(new Set(families).size).toBe(families.length);
  });
});
