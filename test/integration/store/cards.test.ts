import { describe, expect, it } from 'vitest';
import { CardRecord } from '../../../src/core/card.ts';
import { CardId, MessageTs } from '../../../src/core/ids.ts';
import { channel, kim, project, storeWorld, team } from './store-world.ts';

const NINETY_DAYS = 90 * 86_400_000;
const card = (digit: string, over: object = {}): CardRecord =>
  CardRecord.parse({
    id: digit.repeat(20),
    team,
    channel,
    project: 1,
    projectPath: 'group/app',
    deployment: 5,
    environment: 'production',
    mentioned: [kim],
    open: true,
    madeAt: 1_763_724_000_000,
    ...over,
  });
const rowOf = (prefix: string, digit: string): string => `{${prefix}}:card:v1:${digit.repeat(20)}`;

describe('a card', () => {
  it('comes back as it was put', async () => {
    const { stores } = storeWorld();
    expect(await stores.cards.get(CardId.parse('a'.repeat(20)))).toBeUndefined();
    await stores.cards.put(card('a', { ts: '1763724000.000100', told: ['7 approved x'] }));
    expect(await stores.cards.get(card('a').id)).toEqual(
      card('a', { ts: '1763724000.000100', told: ['7 approved x'] }),
    );
  });

  it('is among its project’s open ones until it is closed', async () => {
    const { stores, redis, prefix } = storeWorld();
    await stores.cards.put(card('a'));
    await stores.cards.put(card('b'));
    await stores.cards.put(card('c', { project: 2 }));
    expect((await stores.cards.open(project(1))).map(({ id }) => id).sort()).toEqual([
      card('a').id,
      card('b').id,
    ]);
    expect(await redis.pttl(rowOf(prefix, 'a'))).toBe(-1);
    await stores.cards.put(card('a', { open: false }));
    expect((await stores.cards.open(project(1))).map(({ id }) => id)).toEqual([card('b').id]);
    const left = await redis.pttl(rowOf(prefix, 'a'));
    expect(left).toBeGreaterThan(NINETY_DAYS - 60_000);
    expect(left).toBeLessThanOrEqual(NINETY_DAYS);
    expect((await stores.cards.get(card('a').id))?.open).toBe(false);
  });

  it('that is malformed is set aside and leaves the index', async () => {
    const { stores, redis, prefix, log } = storeWorld();
    await stores.cards.put(card('a'));
    await stores.cards.put(card('b'));
    await redis.set(rowOf(prefix, 'a'), '{"id":17}');
    expect((await stores.cards.open(project(1))).map(({ id }) => id)).toEqual([card('b').id]);
    expect(await redis.scard(`{${prefix}}:cards-open:v1:1`)).toBe(1);
    expect(await redis.get(`{${prefix}}:aside:v1:card:v1:${card('a').id}`)).toBe('{"id":17}');
    expect(log.lines).toHaveLength(1);
  });
});

describe('a message meant to be posted once', () => {
  it('comes back as it was put and ends after ninety days', async () => {
    const { stores, redis, prefix } = storeWorld();
    const intent = { id: 'card-x', marker: 'm', state: 'sending', dispatchedAt: 1 } as const;
    expect(await stores.posts.get('card-x')).toBeUndefined();
    await stores.posts.put(intent);
    expect(await stores.posts.get('card-x')).toEqual(intent);
    await stores.posts.put({ ...intent, state: 'sent', ts: MessageTs.parse('1.2'), missedAt: 2 });
    expect(await stores.posts.get('card-x')).toMatchObject({ state: 'sent', ts: '1.2', missedAt: 2 });
    expect(await redis.pttl(`{${prefix}}:post:v1:card-x`)).toBeGreaterThan(NINETY_DAYS - 60_000);
  });
});
