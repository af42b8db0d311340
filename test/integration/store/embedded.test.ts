import { expect, it } from 'vitest';
import { testRedis } from '../../support/redis.ts';

it('answers', async () => {
  const { redis } = testRedis();
  expect(await redis.ping()).toBe('PONG');
});
