import { expect, it } from 'vitest';
import { keysOf } from '../../support/redis.ts';
import { ana, channel, kim, storeWorld, team } from './store-world.ts';

const person = { team, user: kim };
const act = {
  kind: 'command' as const,
  person,
  reply: { ...person, channel },
  command: '/env',
  text: 'stop demo',
};

it('an act that waits for a yes is taken once', async () => {
  const { stores } = storeWorld();
  await stores.confirmations.put('secret', act);
  expect(await stores.confirmations.take('secret', person)).toEqual(act);
  expect(await stores.confirmations.take('secret', person)).toBeUndefined();
  expect(await stores.confirmations.take('another', person)).toBeUndefined();
});

it('nobody finds, or spends, what was shown to somebody else', async () => {
  const { stores } = storeWorld();
  await stores.confirmations.put('secret', act);
  expect(await stores.confirmations.take('secret', { team, user: ana })).toBeUndefined();
  expect(await stores.confirmations.take('secret', person)).toEqual(act);
});

it('the id of the question stands in no key', async () => {
  const { stores, redis, prefix } = storeWorld();
  await stores.confirmations.put('secret', act);
  expect((await keysOf(redis, prefix)).join()).not.toContain('secret');
});

it('a malformed one counts as expired', async () => {
  const { stores, redis, prefix } = storeWorld();
  await stores.confirmations.put('secret', act);
  const [key = ''] = (await keysOf(redis, prefix)).filter((one) => one.includes('confirmation'));
  await redis.set(key, '{"kind":"decide"}');
  expect(await stores.confirmations.take('secret', person)).toBeUndefined();
});
