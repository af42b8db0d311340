import { parseMoment } from '../core/dates.ts';
import { SlipwayError } from '../core/errors.ts';
import type { DeploymentQuery } from '../core/ports/gitlab.ts';
import { checkDeploymentQuery } from '../core/refused-queries.ts';
import { asNumber } from './option-readers.ts';

const ORDERS = ['id', 'iid', 'created_at', 'updated_at', 'finished_at'] as const;
const SORTS = ['asc', 'desc'] as const;
const STATUSES = ['created', 'running', 'success', 'failed', 'canceled', 'skipped', 'blocked'] as const;

/** Option keys of `/deploy list`. */
export const LIST_OPTIONS = [
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
] as const;

/**
 * GitLab's parameters for the options of `/deploy list`; newest first unless asked otherwise. GitLab wants a list
 * filtered by a moment sorted by the same moment, so that is the order then.
 * @throws SlipwayError `bad-value` naming the option and what it takes, or what does not fit together
 */
export function deploymentQuery(filters: Readonly<Record<string, string>>, now: number): DeploymentQuery {
  const moments = {
    ...moment('updatedAfter', 'after', filters, now),
    ...moment('updatedBefore', 'before', filters, now),
    ...moment('finishedAfter', 'finished-after', filters, now),
    ...moment('finishedBefore', 'finished-before', filters, now),
  };
  const byUpdate = filters.after !== undefined || filters.before !== undefined;
  const byEnd = filters['finished-after'] !== undefined || filters['finished-before'] !== undefined;
  const status = oneOf('status', filters.status, STATUSES) ?? (byEnd ? 'success' : undefined);
  const orderBy =
    oneOf('order', filters.order, ORDERS) ?? (byUpdate ? 'updated_at' : byEnd ? 'finished_at' : 'id');
  const query: DeploymentQuery = {
    ...moments,
    orderBy,
    sort: oneOf('sort', filters.sort, SORTS) ?? 'desc',
    ...(filters.env === undefined ? {} : { environment: filters.env }),
    ...(status === undefined ? {} : { status }),
  };
  // Told before anything is asked of GitLab.
  checkDeploymentQuery(query);
  return query;
}

function moment(
  parameter: 'updatedAfter' | 'updatedBefore' | 'finishedAfter' | 'finishedBefore',
  option: string,
  filters: Readonly<Record<string, string>>,
  now: number,
): Partial<DeploymentQuery> {
  const text = filters[option];
  if (text === undefined) return {};
  const parsed = parseMoment(text, now);
  if (parsed === undefined)
    throw new SlipwayError('bad-value', { option, value: text, known: ['2026-01-31', '2d'] });
  return { [parameter]: parsed };
}

function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  known: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const value = known.find((one) => one === text.toLowerCase());
  if (value === undefined) throw new SlipwayError('bad-value', { option, value: text, known });
  return value;
}

/**
 * The number of a page.
 * @throws SlipwayError `bad-value`
 */
export function pageNumber(text: string | undefined): number {
  if (text === undefined) return 1;
  const page = /^\d{1,5}$/u.test(text) ? Number(text) : 0;
  if (page < 1) throw new SlipwayError('bad-value', { option: 'page', value: text, known: ['1', '2'] });
  return page;
}

/**
 * How many rows a page has; more than twenty fill a message.
 * @throws SlipwayError `bad-value`
 */
export const rowsPerPage = (text: string | undefined, otherwise: number): number =>
  text === undefined ? otherwise : asNumber(1, 20)('per-page', text, 0);
