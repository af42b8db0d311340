import { describe, expect, it } from 'vitest';
import { ChannelId } from '../../../src/core/ids.ts';
import { channel, project, storeWorld, team, watch } from './store-world.ts';

const other = ChannelId.parse('C2');

describe('watches', () => {
  it('are found by channel, by project, and all at once', async () => {
    const { stores, saves } = storeWorld();
    await stores.watches.put(watch(1));
    await stores.watches.put(watch(2));
    await stores.watches.put(watch(1, { channel: other }));
    const ofChannel = await stores.watches.ofChannel(team, channel);
    expect(new Set(ofChannel.map((one) => one.project))).toEqual(new Set([1, 2]));
    expect((await stores.watches.ofProject(project(1))).map((one) => one.channel).sort()).toEqual([
      'C1',
      'C2',
    ]);
    const all = await stores.watches.all();
    expect(all).toHaveLength(3);
    expect(all).toEqual(expect.arrayContaining([watch(1), watch(2), watch(1, { channel: other })]));
    expect(saves()).toBe(3);
  });

  it('are replaced by a newer one for the same channel and project, which tells the old one', async () => {
    const { stores } = storeWorld();
    expect(await stores.watches.put(watch(1))).toBeUndefined();
    expect(await stores.watches.put(watch(1, { environments: ['staging/*'] }))).toEqual(watch(1));
    expect(await stores.watches.ofProject(project(1))).toEqual([watch(1, { environments: ['staging/*'] })]);
  });

  it('leave every list when they are removed', async () => {
    const { stores } = storeWorld();
    await stores.watches.put(watch(1));
    await stores.watches.put(watch(1, { channel: other }));
    expect(await stores.watches.remove(team, channel, project(1))).toEqual(watch(1));
    expect(await stores.watches.all()).toEqual([watch(1, { channel: other })]);
    await stores.watches.remove(team, other, project(1));
    expect(await stores.watches.all()).toEqual([]);
    expect(await stores.watches.ofChannel(team, channel)).toEqual([]);
  });

  it('that never were are removed without harm', async () => {
    const { stores } = storeWorld();
    expect(await stores.watches.remove(team, channel, project(9))).toBeUndefined();
  });

  it('that are malformed are set aside and the others still found', async () => {
    const { stores, redis, prefix, log } = storeWorld();
    await stores.watches.put(watch(1));
    const own = await redis.hget(`{${prefix}}:watches:v1`, '1');
    await redis.hset(`{${prefix}}:watches:v1`, '1', `T1/C9 not json\n${own}\nnonsense {}`);
    expect(await stores.watches.ofProject(project(1))).toEqual([watch(1)]);
    expect(await redis.hget(`{${prefix}}:watches:v1`, '1')).toBe(own);
    expect(await redis.get(`{${prefix}}:aside:v1:watches:v1:1:T1/C9`)).toBe('not json');
    expect(log.lines).toHaveLength(2);
  });

  it('of a malformed project id are passed over', async () => {
    const { stores, redis, prefix } = storeWorld();
    await stores.watches.put(watch(1));
    await redis.hset(`{${prefix}}:watches:v1`, 'nonsense', '');
    expect(await stores.watches.all()).toEqual([watch(1)]);
  });
});
