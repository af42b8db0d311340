import { describe, expect, it } from 'vitest';
import { ERROR_TABLE, type ErrorCode, SlipwayError } from '../../../src/core/errors.ts';
import { GitLabError } from '../../../src/core/gitlab-error.ts';
import { retryDelay } from '../../../src/jobs/retry-delay.ts';

const HOUR = 3_600_000;
const CODES = Object.keys(ERROR_TABLE).filter((code): code is ErrorCode => code in ERROR_TABLE);
const outage = new SlipwayError('store-unavailable');

describe('a failed job', () => {
  it.each(CODES.filter((code) => ERROR_TABLE[code].retry === 'never'))(
    'gives up at once after %s',
    (code) => {
      expect(retryDelay(new SlipwayError(code, {}, { retryAfterMs: 5 }), 1, 0, HOUR)).toBeUndefined();
    },
  );

  it.each(CODES.filter((code) => ERROR_TABLE[code].retry !== 'never'))('tries again after %s', (code) => {
    expect(retryDelay(new SlipwayError(code), 1, 0, HOUR)).toBe(500);
  });

  it.each([
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [7, 32_000],
    [8, 60_000],
    [1_000, 60_000],
  ])('waits after its try %i for %i ms', (attempts, ms) => {
    expect(retryDelay(outage, attempts, 0, HOUR)).toBe(ms);
  });

  it.each([
    ['a rate limit', new SlipwayError('slack-rate-limited', {}, { retryAfterMs: 30_000 })],
    [
      'a request to GitLab',
      new GitLabError(
        'gitlab-rate-limited',
        { method: 'GET', pathTemplate: '/x' },
        {},
        { retryAfterMs: 30_000 },
      ),
    ],
  ])('waits as long as the other side says, at any try: %s', (_what, error) => {
    expect(retryDelay(error, 1, 0, HOUR)).toBe(30_000);
    expect(retryDelay(error, 9, 0, HOUR)).toBe(30_000);
  });

  it('gives up when the next try would come too late', () => {
    expect(retryDelay(outage, 1, HOUR - 500, HOUR)).toBe(500);
    expect(retryDelay(outage, 1, HOUR - 499, HOUR)).toBeUndefined();
    expect(
      retryDelay(new SlipwayError('outcome-open', {}, { retryAfterMs: HOUR + 1 }), 1, 0, HOUR),
    ).toBeUndefined();
    expect(retryDelay(outage, 1, 0, 0)).toBeUndefined();
  });

  it.each([
    ['a defect', new TypeError('x is not a function')],
    ['a text', 'boom'],
    ['nothing', undefined],
  ])('tries again after %s, since what provoked it may pass', (_what, thrown) => {
    expect(retryDelay(thrown, 2, 0, HOUR)).toBe(1_000);
    expect(retryDelay(thrown, 2, HOUR, HOUR)).toBeUndefined();
  });
});
