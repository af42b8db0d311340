import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseArguments } from '../../../src/core/arguments.ts';
import { ProjectId } from '../../../src/core/ids.ts';
import { WATCH_OPTIONS, watchCommand } from '../../../src/core/watch-command.ts';
import { readDelivery } from '../../../src/core/watch-delivery.ts';
import { refusalOf } from '../../support/refusal.ts';

describe('whom a watch calls', () => {
  it('is nobody, in a message each, when nothing is said', () => {
    expect(readDelivery({})).toEqual({ mention: [], mode: 'message' });
  });

  it('is people and user groups as Slack writes those that are picked, or handles', () => {
    const mention = '<@U123ABC|kim>, <!subteam^S0SEC|@sec>,@sec-approvers , <@W9AB>,<!subteam^S0OPS>';
    expect(readDelivery({ mention }).mention).toEqual([
      { id: 'U123ABC' },
      { id: 'S0SEC' },
      { handle: 'sec-approvers' },
      { id: 'W9AB' },
      { id: 'S0OPS' },
    ]);
  });

  it('is nobody twice', () => {
    expect(readDelivery({ mention: '@sec,<@U1AB>,@sec,<@U1AB>' }).mention).toHaveLength(2);
  });

  it.each([
    '@here',
    '@channel',
    '@Everyone',
    'here',
    '<!here>',
    '<!channel|@channel>',
    '<!everyone>',
    '@group',
  ])('is never a whole channel: %s', (mention) => {
    const refusal = refusalOf(() => readDelivery({ mention }));
    expect(refusal).toMatchObject({ code: 'bad-value', facts: { option: 'mention' } });
    expect(String(refusal.facts.takes)).toContain('a whole channel is never called');
    expect(String(refusal.facts.value)).not.toMatch(/[<>!]/u);
  });

  it.each(['kim', '#deploys', '<#C012AB3CD|deploys>', '<https://evil.example|@sec>', '@', '<@kim>', '@a b'])(
    'is nothing else: %s',
    (mention) => {
      expect(refusalOf(() => readDelivery({ mention }))).toMatchObject({
        code: 'bad-value',
        facts: { option: 'mention', takes: expect.stringContaining('the list Slack offers after @') },
      });
    },
  );

  it('is five at most', () => {
    const five = '@a,@b,@c,@d,@e';
    expect(readDelivery({ mention: five }).mention).toHaveLength(5);
    expect(refusalOf(() => readDelivery({ mention: `${five},@f` }))).toMatchObject({
      code: 'bad-value',
      facts: { option: 'mention', takes: 'at most 5 people or user groups' },
    });
  });
});

describe('where the cards of a watch go', () => {
  it.each([
    ['thread', 'thread'],
    ['DM', 'dm'],
    ['message', 'message'],
    ['', 'message'],
  ])('is one of three: mode:%s', (mode, read) => {
    expect(readDelivery({ mode }).mode).toBe(read);
  });

  it('is nowhere else', () => {
    expect(refusalOf(() => readDelivery({ mode: 'email' }))).toMatchObject({
      code: 'bad-value',
      facts: { option: 'mode', value: 'email', known: ['message', 'thread', 'dm'] },
    });
  });

  it('leaves nobody to call, and nothing to mark, where it is one person alone', () => {
    for (const texts of [{ mention: '@sec' }, { confirm: 'browser' }]) {
      const refusal = refusalOf(() => readDelivery({ ...texts, mode: 'dm' }));
      expect(refusal).toMatchObject({ code: 'bad-value', facts: { with: 'mode:dm' } });
    }
  });
});

test('what a form was sent with is read from its command as it was entered', () => {
  const mention = fc
    .array(fc.constantFrom('<@U1AB>', '<!subteam^S0SEC>', '@sec-approvers', '@ops.eu'), { maxLength: 5 })
    .map((list) => list.join(','));
  fc.assert(
    fc.property(mention, fc.constantFrom('thread', 'message'), (entered, mode) => {
      const text = watchCommand({ project: ProjectId.parse(1) }, { mention: entered, mode });
      const { options } = parseArguments(text, WATCH_OPTIONS);
      expect(readDelivery(Object.fromEntries(options))).toEqual(readDelivery({ mention: entered, mode }));
    }),
  );
});
