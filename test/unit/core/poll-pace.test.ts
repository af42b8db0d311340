import { describe, expect, it } from 'vitest';
import { type HookSigns, type Outlook, pollPace } from '../../../src/core/poll-pace.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-11-21T12:00:00Z');
const pace = { hotMs: 15 * SECOND, warmMs: MINUTE, coldMs: 10 * MINUTE };

const running: Outlook = { hot: true, waits: false, changedAt: NOW };
const waiting: Outlook = { hot: true, waits: true, changedAt: NOW };
const active: Outlook = { hot: false, waits: false, changedAt: NOW - 59 * MINUTE };
const quiet: Outlook = { hot: false, waits: false, changedAt: NOW - HOUR };
const alive: HookSigns = { arrivedAt: NOW - HOUR, foundAt: NOW - HOUR, approvalsAt: NOW - HOUR };

const next = (hooks: HookSigns, outlook: Outlook): number => pollPace(pace, hooks, outlook, NOW);

describe('without webhooks', () => {
  it('a project is polled as configured: hot, warm for an hour after a change, cold after that', () => {
    expect([running, waiting, active, quiet].map((outlook) => next({}, outlook))).toEqual([
      15 * SECOND,
      15 * SECOND,
      MINUTE,
      10 * MINUTE,
    ]);
  });
});

describe('where webhooks arrive and prove true', () => {
  it('polling only makes up for lost events', () => {
    expect([running, active, quiet].map((outlook) => next(alive, outlook))).toEqual([
      MINUTE,
      5 * MINUTE,
      15 * MINUTE,
    ]);
  });

  it('it is never faster than configured', () => {
    const slow = { hotMs: HOUR, warmMs: HOUR, coldMs: HOUR };
    expect(pollPace(slow, alive, running, NOW)).toBe(HOUR);
  });

  it.each<[string, HookSigns]>([
    ['nothing has come for a day', { ...alive, arrivedAt: NOW - 24 * HOUR }],
    ['nothing ever came', { foundAt: NOW }],
    ['no look found what an event told', { ...alive, foundAt: undefined }],
    ['none has for a day', { ...alive, foundAt: NOW - 24 * HOUR }],
  ])('it is as before when %s', (_what, hooks) => {
    expect(next(hooks, running)).toBe(15 * SECOND);
    expect(next(hooks, quiet)).toBe(10 * MINUTE);
  });

  it('what waits for approval is read at the full pace where GitLab announces no approvals (before 19.3)', () => {
    expect(next({ ...alive, approvalsAt: undefined }, waiting)).toBe(15 * SECOND);
    expect(next({ ...alive, approvalsAt: NOW - 24 * HOUR }, waiting)).toBe(15 * SECOND);
    expect(next(alive, waiting)).toBe(MINUTE);
  });

  it('what only runs is made up for there as well: its end is announced by every GitLab', () => {
    expect(next({ ...alive, approvalsAt: undefined }, running)).toBe(MINUTE);
  });

  it('they are believed in for a day after the last one, over a quiet night too', () => {
    const yesterday = NOW - 24 * HOUR + 1;
    const signs = { arrivedAt: yesterday, foundAt: yesterday, approvalsAt: yesterday };
    expect([waiting, running, quiet].map((outlook) => next(signs, outlook))).toEqual([
      MINUTE,
      MINUTE,
      15 * MINUTE,
    ]);
  });
});
