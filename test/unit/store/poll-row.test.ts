import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PollNote } from '../../../src/core/ports/inspection.ts';
import type { PollState } from '../../../src/core/ports/polls.ts';
import { NoteText, noteText, StateText, stateText } from '../../../src/store/poll-row.ts';

const moment = fc.integer({ min: 0, max: 4_000_000_000_000 });
const maybe = fc.option(moment, { nil: undefined });
const digest = fc.stringMatching(/^[0-9a-f]{10}$/u);
const state: fc.Arbitrary<PollState> = fc.record({
  changedAt: moment,
  failures: fc.nat({ max: 1_000 }),
  watermark: maybe,
  servedAt: maybe,
  lookedAt: maybe,
  hookFoundAt: maybe,
  factsAt: maybe,
  archived: fc.option(fc.boolean(), { nil: undefined }),
  watches: fc.array(digest, { maxLength: 3 }),
  seen: fc.dictionary(
    fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).map(String),
    fc.record({ updatedAt: moment, digest }, { noNullPrototype: true }),
    { maxKeys: 4, noNullPrototype: true },
  ),
});
const note: fc.Arbitrary<PollNote> = fc.oneof(
  fc.record({
    pace: fc.constantFrom('hot', 'warm', 'cold'),
    failures: fc.constant(0),
    code: fc.constant(undefined),
  }),
  fc.record({
    pace: fc.constant('failing'),
    failures: fc.integer({ min: 1, max: 1_000 }),
    code: fc.constantFrom(undefined, 'gitlab-timeout'),
  }),
);

describe('what is kept of a project’s polls', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(state, (one) => {
        expect(StateText.parse(stateText(one))).toEqual(one);
      }),
    );
    fc.assert(
      fc.property(note, (one) => {
        expect(NoteText.parse(noteText(one))).toEqual(one);
      }),
    );
  });

  test('is short for a quiet project, since there is one for each', () => {
    const at = 1_763_724_000_000;
    const text = stateText({
      changedAt: at,
      failures: 0,
      watermark: at,
      servedAt: at,
      lookedAt: at,
      hookFoundAt: undefined,
      factsAt: at,
      archived: false,
      watches: ['0123456789'],
      seen: { 9000000: { updatedAt: at, digest: '0123456789' } },
    });
    expect(text.length).toBeLessThan(100);
  });

  test.each([
    '',
    'many',
    '{"failures":0}',
    '1 0 x!    0  ',
    '1 0       ',
    '1 0         ',
    '1 0      2  ',
    '1 0       nodigest ',
    '1 0        5.6',
  ])('is refused when it is no such text: %j', (text) => {
    expect(StateText.safeParse(text).success).toBe(false);
  });

  test.each(['', 'x', 'f many', 'f 1 2 3', '{"pace":"hot"}'])(
    'a note is refused when it is none: %j',
    (text) => {
      expect(NoteText.safeParse(text).success).toBe(false);
    },
  );
});
