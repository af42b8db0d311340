import { expect, test } from 'vitest';
import { TeamId, UserGroupId } from '../../../src/core/ids.ts';
import { keysOf } from '../../support/redis.ts';
import { kim, storeWorld, team } from './store-world.ts';

const map = (group: number, path: string, userGroup = 'S0SEC') => ({
  team,
  group,
  path,
  userGroup: UserGroupId.parse(userGroup),
  by: kim,
  at: 1,
});

test('user groups that stand for groups of GitLab are kept for the workspace, one for each, by path', async () => {
  const { stores, saves } = storeWorld();
  const { groupMaps } = stores;
  await groupMaps.put(map(9, 'acme/security'));
  await groupMaps.put(map(4, 'acme/release'));
  await groupMaps.put(map(9, 'acme/security', 'S0OTHER'));

  expect(await groupMaps.all(team)).toEqual([map(4, 'acme/release'), map(9, 'acme/security', 'S0OTHER')]);
  expect(await groupMaps.all(TeamId.parse('T2'))).toEqual([]);
  expect(await groupMaps.remove(team, 9)).toBe(true);
  expect(await groupMaps.remove(team, 9)).toBe(false);
  expect(await groupMaps.all(team)).toEqual([map(4, 'acme/release')]);
  expect(saves()).toBe(5);
});

test('one that cannot be read is set aside and hides no other', async () => {
  const { stores, redis, prefix } = storeWorld();
  await stores.groupMaps.put(map(9, 'acme/security'));
  await redis.hset(`{${prefix}}:group-maps:v1:${team}`, '4', '{"team":"T1"}');

  expect(await stores.groupMaps.all(team)).toEqual([map(9, 'acme/security')]);
  expect((await keysOf(redis, prefix)).filter((key) => key.includes(':aside:'))).toHaveLength(1);
});
