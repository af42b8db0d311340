import { describe, expect, test } from 'vitest';
import { TeamId } from '../../../src/core/ids.ts';
import { isMarked, unmarks } from '../../../src/core/step-up.ts';
import type { Watch } from '../../../src/core/watch.ts';
import { aWatch, TEAM } from '../../support/builders.ts';

const marked = (environments: string[] = [], more: Partial<Watch> = {}): Watch =>
  aWatch({ environments, confirm: 'browser', ...more });
const plain = (environments: string[] = []): Watch => aWatch({ environments });

describe('whether an approval takes a fresh sign-in', () => {
  test.each<[string, Watch[], boolean]>([
    ['nothing watches the project', [], false],
    ['a watch without the mark covers the environment', [plain(['production'])], false],
    ['a marked watch names it', [marked(['production'])], true],
    ['a marked watch covers every environment', [marked()], true],
    ['a pattern of a marked watch fits', [marked(['prod*'])], true],
    ['a marked watch leaves it out', [marked(['!production'])], false],
    ['a marked watch names another', [marked(['staging'])], false],
    ['one of several watches is marked', [plain(['production']), marked(['production'])], true],
    ['the marked watch is paused', [marked([], { paused: { why: 'left', at: 1, until: 2 } })], true],
    ['the marked watch hears of failures alone', [marked(['production'], { on: ['failed'] })], true],
    ['the marked watch hears of another tier', [marked(['production'], { tiers: ['staging'] })], true],
    ['the marked watch hears of other branches', [marked(['production'], { refs: ['main'] })], true],
  ])('%s', (_what, watches, expected) => {
    expect(isMarked(watches, TEAM, 'production')).toBe(expected);
  });

  test('the mark of another workspace is not ours', () => {
    expect(isMarked([marked()], TeamId.parse('T0OTHER'), 'production')).toBe(false);
  });
});

describe('whether a new watch takes a mark away', () => {
  test.each<[string, Watch, Watch, boolean]>([
    ['the old one had none', plain(), plain(['production']), false],
    ['the mark is dropped', marked(['production']), plain(['production']), true],
    ['the same environments stay marked', marked(['a', 'b']), marked(['b', 'a']), false],
    ['every environment is marked now', marked(['production']), marked(), false],
    ['every environment was marked, and now one is', marked(), marked(['production']), true],
    ['another environment is marked now', marked(['production']), marked(['staging']), true],
    ['one is left out', marked(['production', 'staging']), marked(['production']), true],
    ['an exclusion is added', marked(['prod*']), marked(['prod*', '!production']), true],
  ])('%s', (_what, old, next, expected) => {
    expect(unmarks(old, next)).toBe(expected);
  });
});
