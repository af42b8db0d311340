import fc from 'fast-check';
import { expect, it } from 'vitest';
import { suggest } from '../../../src/core/suggest.ts';

const KNOWN = ['list', 'show', 'pending', 'approve', 'reject', 'run', 'retry', 'help'];

it.each([
  ['lst', 'list'],
  ['List', 'list'],
  ['aprove', 'approve'],
  ['aproove', 'approve'],
  ['approv', 'approve'],
  ['APPROVE', 'approve'],
  ['rejct', 'reject'],
  ['rum', 'run'],
  ['hlep', 'help'],
  ['pend', 'pending'],
])('%s may have meant %s', (typed, meant) => {
  expect(suggest(typed, KNOWN)).toBe(meant);
});

it.each(['', 'x', 'ru2n4x', 'deploy', 'xyz', 'a', 'ap', 'l'.repeat(5_000)])(
  '%j is like nothing known',
  (typed) => {
    expect(suggest(typed, KNOWN)).toBeUndefined();
  },
);

it('nothing is like anything where nothing is known', () => {
  expect(suggest('list', [])).toBeUndefined();
});

it('what is suggested is known, and a known word suggests itself', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom(...KNOWN)), (typed) => {
      const meant = suggest(typed, KNOWN);
      expect([...KNOWN, undefined]).toContain(meant);
      if (KNOWN.includes(typed)) expect(meant).toBe(typed);
    }),
  );
});
