import { listOf } from '../core/arguments.ts';
import { SlipwayError } from '../core/errors.ts';
import type { MergeRequestQuery } from '../core/ports/merge-request-query.ts';
import { pageNumber } from './deployment-query.ts';

/** Option keys of `/deploy changes`. */
export const CHANGES_OPTIONS = [
  'state',
  'order',
  'sort',
  'author',
  'label',
  'milestone',
  'search',
  'page',
] as const;

const STATES = ['opened', 'closed', 'locked', 'merged', 'all'] as const;
const ORDERS = [
  'created_at',
  'updated_at',
  'merged_at',
  'title',
  'priority',
  'popularity',
  'label_priority',
  'milestone_due',
] as const;
const SORTS = ['asc', 'desc'] as const;

/**
 * GitLab's merge-request filters for the options of `/deploy changes`.
 * @throws SlipwayError `bad-value` naming the option and what it takes
 */
export function changesQuery(options: ReadonlyMap<string, string>): MergeRequestQuery {
  const labels = listOf(options.get('label'));
  return {
    state: oneOf('state', options.get('state'), STATES),
    orderBy: oneOf('order', options.get('order'), ORDERS),
    sort: oneOf('sort', options.get('sort'), SORTS),
    authorUsername: options.get('author')?.replace(/^@/u, ''),
    labels: labels.length === 0 ? undefined : labels,
    milestone: options.get('milestone'),
    search: options.get('search'),
    page: pageNumber(options.get('page')),
    perPage: 20,
  };
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
