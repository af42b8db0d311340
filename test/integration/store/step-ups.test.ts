import { describe, expect, inject, it } from 'vitest';
import { keysOf } from '../../support/redis.ts';
import { redisDump } from '../../support/redis-dump.ts';
import { ana, kim, project, stepUp, storeWorld, team } from './store-world.ts';

const TEN_MINUTES = 600_000;
const attempt = { state: 'state-1', stepUp, verifier: 'verifier-1', nonce: 'nonce-1' };
const place = { team, project: project(1), deployment: stepUp.named.deployment };

describe('an approval under confirmation', () => {
  it('is taken once', async () => {
    const { stores } = storeWorld();
    await stores.stepUps.putAttempt(attempt);
    expect(await stores.stepUps.getAttempt('state-1')).toEqual(attempt);
    const taken = await Promise.all([1, 2, 3].map(() => stores.stepUps.takeAttempt('state-1')));
    expect(taken.filter((one) => one !== undefined)).toEqual([attempt]);
  });

  it('ends ten minutes after it was asked for, even when a browser has opened it since', async () => {
    const { stores, redis, prefix } = storeWorld();
    await stores.stepUps.putAttempt(attempt);
    const [key = ''] = await keysOf(redis, prefix);
    expect(await redis.pttl(key)).toBeGreaterThan(TEN_MINUTES - 10_000);
    await redis.pexpire(key, 5_000);
    const opened = { ...attempt, browser: { digest: 'd', sentAt: 5 } };
    await stores.stepUps.putAttempt(opened);
    expect(await redis.pttl(key)).toBeLessThanOrEqual(5_000);
    expect(await stores.stepUps.getAttempt('state-1')).toEqual(opened);
  });

  it('has a question that is gone once it is removed', async () => {
    const { stores } = storeWorld();
    const question = { id: 'question-1', stepUp, browser: 'digest' };
    await stores.stepUps.putQuestion(question);
    expect(await stores.stepUps.getQuestion('question-1')).toEqual(question);
    await stores.stepUps.removeQuestion('question-1');
    expect(await stores.stepUps.getQuestion('question-1')).toBeUndefined();
  });

  it('leaves neither its secrets nor what is approved readable in Redis', async () => {
    const { stores, prefix } = storeWorld();
    await stores.stepUps.putAttempt(attempt);
    await stores.stepUps.putQuestion({ id: 'question-1', stepUp, browser: 'digest' });
    const dump = await redisDump(inject('redisUrl'), prefix);
    expect(dump).toContain('step-up-question');
    for (const secret of ['state-1', 'verifier-1', 'nonce-1', 'question-1', 'the comment'])
      expect(dump).not.toContain(secret);
  });
});

describe('who is confirming', () => {
  it('is told until they have, or their time is over', async () => {
    const { stores } = storeWorld();
    await stores.stepUps.begin(place, kim, 'Kim Berg', 2_000);
    await stores.stepUps.begin(place, ana, 'Ana Costa', 1_000);
    expect(await stores.stepUps.confirming(place, 999)).toEqual(['Ana Costa', 'Kim Berg']);
    expect(await stores.stepUps.confirming(place, 1_000)).toEqual(['Kim Berg']);
    await stores.stepUps.end(place, kim);
    expect(await stores.stepUps.confirming(place, 1)).toEqual(['Ana Costa']);
    expect(await stores.stepUps.confirming({ ...place, project: project(2) }, 1)).toEqual([]);
  });
});
