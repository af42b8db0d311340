import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { guessedTier } from '../../../src/core/tier.ts';
import { matchesPatterns, WATCH_EVENTS } from '../../../src/core/watch.ts';
import { FILTER_OPTIONS, mentionedIn, readFilters } from '../../../src/core/watch-filters.ts';
import { refusalOf } from '../../support/refusal.ts';

describe('the filters of a watch', () => {
  it('let everything pass but the events nobody asked for when nothing is said', () => {
    const none = { environments: [], tiers: [], refs: [], by: [], on: ['approvals', 'failed'] };
    expect(readFilters({})).toEqual(none);
  });

  it('are comma lists, however they are spaced, in which nothing stands twice', () => {
    const read = readFilters({
      env: ' production , staging/*,!staging/old,production',
      tier: 'Production,!other',
      ref: 'main,v*',
      by: '@Dana,!renovate*,<@U123ABC|dana>,!<@W9AB>',
    });
    expect(read).toEqual({
      environments: ['production', 'staging/*', '!staging/old'],
      tiers: ['production', '!other'],
      refs: ['main', 'v*'],
      by: ['dana', '!renovate*', '<@U123ABC|dana>', '!<@W9AB>'],
      on: ['approvals', 'failed'],
    });
  });

  it.each([
    ['approvals,failed', ['approvals', 'failed']],
    ['Failed,APPROVALS', ['approvals', 'failed']],
    ['*', [...WATCH_EVENTS]],
    ['!started', WATCH_EVENTS.filter((event) => event !== 'started')],
    ['*,!started,!manual', ['approvals', 'succeeded', 'failed', 'canceled']],
    ['succ*', ['succeeded']],
  ])('ask for events: on:%s', (text, events) => {
    expect(readFilters({ on: text }).on).toEqual(events);
  });

  it.each([
    ['on', 'explosions', 'explosions'],
    ['on', 'approvals,!explosions', '!explosions'],
    ['on', '!*', '!*'],
    ['on', ',', ','],
    ['tier', 'prod', 'prod'],
    ['tier', 'production,!qa*', '!qa*'],
    ['by', 'dana ruiz', 'dana ruiz'],
    ['by', '<!here>', '<!here>'],
    ['by', '<!subteam^S1|@sec>', '<!subteam^S1|@sec>'],
    ['env', '!', '!'],
    ['ref', 'x'.repeat(256), 'x'.repeat(80)],
  ] as const)('refuse what could never match: %s:%s', (option, text, value) => {
    const refusal = refusalOf(() => readFilters({ [option]: text }));
    expect(refusal).toMatchObject({ code: 'bad-value', facts: { option, value } });
  });

  it('hold twenty patterns and no more', () => {
    const patterns = (count: number) => Array.from({ length: count }, (_, at) => `e${at}`).join(',');
    expect(readFilters({ env: patterns(20) }).environments).toHaveLength(20);
    expect(refusalOf(() => readFilters({ env: patterns(21) })).code).toBe('bad-value');
  });

  it('are read, or refused by the name of the filter, whatever is written', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '*', '!', ',', ' ', '@', '<', '>', 'é'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.constantFrom(...FILTER_OPTIONS), text, (option, written) => {
        try {
          const { on, tiers } = readFilters({ [option]: written });
          expect(on.length).toBeGreaterThan(0);
          expect(tiers.every((tier) => tier.trim() === tier)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-value', facts: { option } });
        }
      }),
    );
  });
});

test('somebody who is mentioned is told from a username', () => {
  expect(mentionedIn('<@U123|dana>')).toEqual({ user: 'U123', not: '' });
  expect(mentionedIn('!<@W9AB>')).toEqual({ user: 'W9AB', not: '!' });
  expect(mentionedIn('dana')).toBeUndefined();
});

test.each([
  ['production', 'production'],
  ['eu-prod-1', 'production'],
  ['pre-prod', 'staging'],
  ['Staging', 'staging'],
  ['review/kim', 'development'],
  ['qa', 'testing'],
  ['docs', 'other'],
])('GitLab guesses of %s that its tier is %s', (name, tier) => {
  expect(guessedTier(name)).toBe(tier);
  expect(matchesPatterns(readFilters({ tier }).tiers, tier)).toBe(true);
});
