import { describe, expect, it } from 'vitest';
import type { DeploymentQuery } from '../../../src/core/ports/gitlab.ts';
import { deploymentQuery, LIST_OPTIONS, pageNumber } from '../../../src/handlers/deployment-query.ts';
import { refusalOf } from '../../support/refusal.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const TWO_DAYS_AGO = '2026-11-19T12:00:00.000Z';

describe('the options of a list', () => {
  it.each<[string, Record<string, string>, DeploymentQuery]>([
    ['nothing: the newest first', {}, { orderBy: 'id', sort: 'desc' }],
    ['an environment', { env: 'review/kim' }, { environment: 'review/kim', orderBy: 'id', sort: 'desc' }],
    ['a status', { status: 'blocked' }, { status: 'blocked', orderBy: 'id', sort: 'desc' }],
    [
      'capitals',
      { status: 'Success', sort: 'ASC', order: 'IID' },
      { status: 'success', orderBy: 'iid', sort: 'asc' },
    ],
    [
      'a moment of change, which orders by it',
      { after: '2d', before: '2026-11-20' },
      {
        updatedAfter: TWO_DAYS_AGO,
        updatedBefore: '2026-11-20T00:00:00.000Z',
        orderBy: 'updated_at',
        sort: 'desc',
      },
    ],
    [
      'a moment of the end, which orders by it and asks for successes',
      { 'finished-after': '2d', 'finished-before': '2026-11-20T10:00Z' },
      {
        finishedAfter: TWO_DAYS_AGO,
        finishedBefore: '2026-11-20T10:00:00.000Z',
        status: 'success',
        orderBy: 'finished_at',
        sort: 'desc',
      },
    ],
    [
      'an order of the end among what ended',
      { order: 'finished_at', status: 'failed' },
      { status: 'failed', orderBy: 'finished_at', sort: 'desc' },
    ],
  ])('%s', (_what, filters, query) => {
    expect(deploymentQuery(filters, NOW)).toEqual(query);
  });

  it.each(['created', 'running', 'success', 'failed', 'canceled', 'skipped', 'blocked'])(
    'takes GitLab’s status %s',
    (status) => {
      expect(deploymentQuery({ status }, NOW).status).toBe(status);
    },
  );

  it.each([
    ['status', 'done', 'blocked'],
    ['status', 'success,failed', 'success'],
    ['order', 'ref', 'created_at'],
    ['order', '', 'id'],
    ['sort', 'newest', 'desc'],
    ['after', 'yesterday', '2d'],
    ['before', '2026-02-30', '2d'],
    ['finished-after', '999999999w', '2d'],
    ['finished-before', '20 Nov', '2d'],
  ])('refuses %s:%s, naming the option and what it takes', (option, value, known) => {
    const refusal = refusalOf(() => deploymentQuery({ [option]: value }, NOW));
    expect(refusal).toMatchObject({ code: 'bad-value', facts: { option, value } });
    expect(refusal.facts.known).toContain(known);
  });

  it('refuses both kinds of moment at once, as GitLab does', () => {
    for (const update of ['after', 'before']) {
      for (const end of ['finished-after', 'finished-before']) {
        const refusal = refusalOf(() => deploymentQuery({ [update]: '2d', [end]: '1d' }, NOW));
        expect(refusal).toMatchObject({ code: 'bad-value', facts: { option: end, with: update } });
      }
    }
  });

  it.each([
    [
      { after: '2d', order: 'id' },
      { option: 'order', with: 'after', known: ['updated_at'] },
    ],
    [
      { 'finished-after': '2d', order: 'id' },
      { option: 'order', known: ['finished_at'] },
    ],
    [
      { 'finished-after': '2d', status: 'failed' },
      { option: 'status', known: ['success'] },
    ],
    [
      { order: 'finished_at', status: 'blocked' },
      { option: 'status', with: 'order:finished_at' },
    ],
    [{ order: 'finished_at' }, { option: 'order', usage: 'order:finished_at status:success' }],
  ])('refuses %j before GitLab is asked', (filters, facts) => {
    const refusal = refusalOf(() => deploymentQuery(filters, NOW));
    expect(refusal).toMatchObject({ code: 'bad-value', facts });
  });

  it('are all among those the command knows', () => {
    expect([...LIST_OPTIONS].sort()).toEqual(
      [
        'env',
        'status',
        'order',
        'sort',
        'after',
        'before',
        'finished-after',
        'finished-before',
        'page',
        'per-page',
      ].sort(),
    );
  });
});

describe('a page', () => {
  it.each([
    [undefined, 1],
    ['1', 1],
    ['12', 12],
    ['007', 7],
    ['99999', 99_999],
  ])('%s is %i', (text, page) => {
    expect(pageNumber(text)).toBe(page);
  });

  it.each(['', '0', '-1', '1.5', 'x', '2x', '100000', '１'])('%j is none', (text) => {
    expect(refusalOf(() => pageNumber(text))).toMatchObject({
      code: 'bad-value',
      facts: { option: 'page', value: text },
    });
  });
});
