import { expect, test } from 'vitest';
import type { DeclaredWatch } from '../../../src/core/declared-watch.ts';
import { ChannelId } from '../../../src/core/ids.ts';
import { storeWorld } from './store-world.ts';

const declared = (ref: string, environment = 'production'): DeclaredWatch => ({
  channel: ChannelId.parse('C0123ABCD'),
  of: { kind: 'project', ref },
  rule: { environments: [environment], on: ['approvals'] },
});

test('what is declared as before keeps what became of it; the rest goes', async () => {
  const { fileWatches } = storeWorld().stores;
  await fileWatches.declare([declared('acme/shop'), declared('acme/old')]);
  const [old, shop] = await fileWatches.all();
  expect([old?.of.ref, shop?.of.ref]).toEqual(['acme/old', 'acme/shop']);
  await fileWatches.put({ ...declared('acme/shop'), id: 7, trouble: { code: 'unreadable', since: 1 } });

  await fileWatches.declare([declared('ACME/shop', 'staging'), declared('acme/new')]);

  expect(await fileWatches.all()).toEqual([
    declared('acme/new'),
    { ...declared('ACME/shop', 'staging'), id: 7, trouble: { code: 'unreadable', since: 1 } },
  ]);
  expect(await fileWatches.get(declared('acme/old'))).toBeUndefined();
  await fileWatches.declare([]);
  expect(await fileWatches.all()).toEqual([]);
});

test('a row that cannot be read is set aside, and the others stay', async () => {
  const { stores, redis, prefix } = storeWorld();
  await stores.fileWatches.declare([declared('acme/shop')]);
  await redis.hset(`{${prefix}}:file-watches:v1`, 'C0123ABCD/project/acme/odd', '{"channel":');

  expect(await stores.fileWatches.all()).toEqual([declared('acme/shop')]);
  expect(await redis.hlen(`{${prefix}}:file-watches:v1`)).toBe(1);
});
