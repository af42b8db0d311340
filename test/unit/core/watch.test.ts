import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Phase } from '../../../src/core/phase.ts';
import {
  asksForTier,
  type Happening,
  matchesPatterns,
  WATCH_EVENTS,
  type Watch,
  type WatchEvent,
  wantsCard,
} from '../../../src/core/watch.ts';
import { aWatch } from '../../support/builders.ts';

const FAILURE: Happening = {
  environment: 'production',
  tier: 'production',
  ref: 'v1.2',
  by: 'dana',
  phase: 'failed',
};

describe('environment patterns', () => {
  it.each<[string[], string, boolean]>([
    [[], 'production', true],
    [[], '', true],
    [['production'], 'production', true],
    [['production'], 'Production', false],
    [['production'], 'production-eu', false],
    [['prod*'], 'production', true],
    [['prod*'], 'prod', true],
    [['*prod'], 'eu-prod', true],
    [['*prod'], 'eu-prod-1', false],
    [['review/*'], 'review/kim/shop', true],
    [['review/*'], 'review', false],
    [['*'], '', true],
    [['*'], 'anything/at all', true],
    [['a*b*c'], 'a-b-c', true],
    [['a*b*c'], 'a-c-b', false],
    [['a*a'], 'a', false],
    [['a*a'], 'aa', true],
    [['ab*ba'], 'aba', false],
    [['**'], 'x', true],
    [['a**b'], 'ab', true],
    [['prod.eu'], 'prodxeu', false],
    [['production', 'staging'], 'staging', true],
    [['production', 'staging'], 'testing', false],
    [['!review/*'], 'production', true],
    [['!review/*'], 'review/kim', false],
    [['prod*', '!prod-old'], 'prod-new', true],
    [['prod*', '!prod-old'], 'prod-old', false],
    [['!prod-old', 'prod*'], 'prod-old', false],
    [['prod*', '!prod-old'], 'staging', false],
    [['!*'], 'production', false],
    [['!'], 'production', true],
  ])('%j, %j: %s', (patterns, name, answer) => {
    expect(matchesPatterns(patterns, name)).toBe(answer);
  });

  const letters = fc.string({
    unit: fc.constantFrom('a', 'b', '/', '.', '+', '\n', '[', '😀'),
    maxLength: 10,
  });
  const pattern = fc
    .array(fc.oneof(fc.constant('*'), letters), { maxLength: 5 })
    .map((parts) => parts.join(''));

  it('mean what the same regular expression means', () => {
    const meaning = (text: string) =>
      new RegExp(
        `^${text
          .split('*')
          .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`))
          .join('.*')}$`,
        'su',
      );
    const derived = pattern.chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.oneof(
          letters,
          letters.map((fill) => one.replaceAll('*', () => fill)),
        ),
      ),
    );
    fc.assert(
      fc.property(derived, ([one, name]) => {
        expect(matchesPatterns([one], name)).toBe(meaning(one).test(name));
        expect(matchesPatterns([`!${one}`], name)).toBe(!meaning(one).test(name));
      }),
      { numRuns: 1_000 },
    );
  });

  it('take no longer when made to be slow', () => {
    const begun = performance.now();
    expect(matchesPatterns([`${'*a'.repeat(100)}*b`], 'a'.repeat(10_000))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe('a card is wanted', () => {
  const EVENTS: [Phase, WatchEvent | undefined][] = [
    ['awaiting-approval', 'approvals'],
    ['ready', 'approvals'],
    ['manual', 'manual'],
    ['queued', 'started'],
    ['running', 'started'],
    ['success', 'succeeded'],
    ['failed', 'failed'],
    ['rejected', 'failed'],
    ['canceled', 'canceled'],
    ['skipped', undefined],
    ['superseded', undefined],
    ['unknown', undefined],
  ];

  it.each(EVENTS)('of one that is %s by those who asked for %s, and by nobody else', (phase, event) => {
    for (const asked of WATCH_EVENTS) {
      expect(wantsCard(aWatch({ on: [asked] }), { ...FAILURE, phase })).toBe(asked === event);
    }
    expect(wantsCard(aWatch({ on: [] }), { ...FAILURE, phase })).toBe(false);
  });

  it.each<[string, Partial<Watch>, Partial<Happening>]>([
    ['environments', { environments: ['prod*'] }, { environment: 'staging' }],
    ['tiers', { tiers: ['prod*'] }, { tier: 'staging' }],
    ['tiers but one', { tiers: ['!staging'] }, { tier: 'staging' }],
    ['branches and tags', { refs: ['v*', '!v0*'] }, { ref: 'v0.1' }],
    ['people', { by: ['dana', 'kim'] }, { by: 'ana' }],
    ['people but one', { by: ['!renovate*'] }, { by: 'renovate-bot' }],
    ['people, where GitLab tells nobody', { by: ['dana'] }, { by: undefined }],
  ])('of the %s the watch names alone', (_what, filter, other) => {
    const watch = aWatch(filter);
    expect(wantsCard(watch, FAILURE)).toBe(true);
    expect(wantsCard(watch, { ...FAILURE, ...other })).toBe(false);
  });

  it('of people by their names in any case', () => {
    expect(wantsCard(aWatch({ by: ['dana'] }), { ...FAILURE, by: 'Dana' })).toBe(true);
  });

  it('of a tier that was not asked for yet, so that it is asked for', () => {
    expect(wantsCard(aWatch({ tiers: ['production'] }), { ...FAILURE, tier: undefined })).toBe(true);
    expect(asksForTier(aWatch({ tiers: ['production'] }))).toBe(true);
    expect(asksForTier(aWatch())).toBe(false);
  });

  it('only where every filter lets it pass', () => {
    const filter = fc.constantFrom<string[]>([], ['yes'], ['no'], ['!no'], ['!yes'], ['y*'], ['yes', '!y*']);
    fc.assert(
      fc.property(filter, filter, filter, filter, (environments, tiers, refs, by) => {
        const happening = {
          environment: 'yes',
          tier: 'yes',
          ref: 'yes',
          by: 'yes',
          phase: 'failed',
        } as const;
        const watch = aWatch({ environments, tiers, refs, by });
        const each = [environments, tiers, refs, by].every((patterns) => matchesPatterns(patterns, 'yes'));
        expect(wantsCard(watch, happening)).toBe(each);
      }),
    );
  });
});
