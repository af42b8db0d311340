import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../../src/core/dates.ts';
import { parseDuration } from '../../../src/core/duration.ts';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');

describe('a duration', () => {
  it.each([
    ['250ms', 250],
    ['15s', 15_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['2d', 172_800_000],
    ['1w', 604_800_000],
    ['0s', 0],
    [' 3 d ', 259_200_000],
  ])('%j', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '15', 's', '-1s', '1.5h', '1h30m', '1 month', '2D', '1e3s', '1000000000s', '１s', 'NaNs'])(
    'is not %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe('a moment', () => {
  it.each([
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2026-11-20T10:30', '2026-11-20T10:30:00.000Z'],
    ['2026-11-20 10:30', '2026-11-20T10:30:00.000Z'],
    ['2026-11-20T10:30:15', '2026-11-20T10:30:15.000Z'],
    ['2026-11-20T10:30:15.25Z', '2026-11-20T10:30:15.250Z'],
    ['2026-11-20T10:30Z', '2026-11-20T10:30:00.000Z'],
    ['2026-11-20T00:30+02:00', '2026-11-19T22:30:00.000Z'],
    ['2026-11-20 10:30:00-0530', '2026-11-20T16:00:00.000Z'],
    [' 2026-11-20 ', '2026-11-20T00:00:00.000Z'],
    ['1970-01-01', '1970-01-01T00:00:00.000Z'],
    ['2d', '2026-11-19T12:00:00.000Z'],
    ['0s', '2026-11-21T12:00:00.000Z'],
  ])('%j is %s', (text, moment) => {
    expect(parseMoment(text, NOW)).toBe(moment);
  });

  it.each([
    [''],
    ['yesterday'],
    ['20 Nov 2026'],
    ['2026-11'],
    ['2026-1-2'],
    ['20261120'],
    ['2026-02-30'],
    ['2026-02-29'],
    ['2026-04-31T10:00Z'],
    ['2026-13-01'],
    ['2026-00-10'],
    ['2026-11-20T25:00'],
    ['2026-11-20T10:60'],
    ['2026-11-20T10'],
    ['2026-11-20T10:30+99:00'],
    ['2026-11-20Z'],
    ['2026-11-20T10:30 +02:00'],
    ['1969-12-31'],
    ['0000-01-01'],
    ['+12026-01-01'],
    ['999999999w'],
    ['3000w'],
    ['2026-11-20; drop'],
  ])('is not %j', (text) => {
    expect(parseMoment(text, NOW)).toBeUndefined();
  });

  it('is a moment or nothing, whatever is typed', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789-T: Zwd+.'.split('')), maxLength: 26 });
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), (text) => {
        const moment = parseMoment(text, NOW);
        if (moment !== undefined) expect(new Date(moment).toISOString()).toBe(moment);
      }),
      { numRuns: 500 },
    );
  });

  it('is the same moment when written out in full', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (date) => {
          expect(parseMoment(date.toISOString(), NOW)).toBe(date.toISOString());
        },
      ),
    );
  });
});
