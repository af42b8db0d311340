import { userById } from '../state/find.ts';
import type { MergeRequest } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import type { ParamRule, Params } from './params.ts';

const strings = (...names: string[]): ParamRule[] => names.map((name) => ({ name, type: 'string' }));
const times = (...names: string[]): ParamRule[] => names.map((name) => ({ name, type: 'time' }));
const NOT = [
  'author_id',
  'author_username',
  'assignee_id',
  'assignee_username',
  'reviewer_username',
  'labels',
  'milestone',
  'my_reaction_emoji',
  'reviewer_id',
];
const ORDERS = [
  'created_at',
  'label_priority',
  'milestone_due',
  'popularity',
  'priority',
  'title',
  'updated_at',
  'merged_at',
];

/** Every parameter of GitLab's merge request lists (doc: Merge requests API). */
export const MERGE_REQUEST_FILTERS: readonly ParamRule[] = [
  { name: 'iids', type: 'integers' },
  { name: 'author_id', type: 'integer' },
  { name: 'state', type: 'string', values: ['opened', 'closed', 'locked', 'merged', 'all'] },
  { name: 'order_by', type: 'string', values: ORDERS },
  { name: 'sort', type: 'string', values: ['asc', 'desc'] },
  {
    name: 'scope',
    type: 'string',
    values: ['created-by-me', 'assigned-to-me', 'created_by_me', 'assigned_to_me', 'reviews_for_me', 'all'],
  },
  { name: 'view', type: 'string', values: ['simple'] },
  { name: 'wip', type: 'string', values: ['yes', 'no'] },
  { name: 'labels', type: 'strings' },
  { name: 'source_project_id', type: 'integer' },
  { name: 'with_labels_details', type: 'boolean' },
  { name: 'with_merge_status_recheck', type: 'boolean' },
  { name: 'render_html', type: 'boolean' },
  { name: 'approved', type: 'string', values: ['yes', 'no'] },
  ...strings(
    'author_username',
    'assignee_id',
    'assignee_username',
    'reviewer_id',
    'reviewer_username',
    'milestone',
  ),
  ...strings('my_reaction_emoji', 'source_branch', 'target_branch', 'search', 'in', 'environment'),
  ...strings('merge_user_id', 'merge_user_username'),
  ...times(
    'created_after',
    'created_before',
    'updated_after',
    'updated_before',
    'deployed_after',
    'deployed_before',
  ),
  { name: 'not', type: 'anything' },
  ...strings(...NOT.map((name) => `not[${name}]`)),
];

function hasLabels(row: MergeRequest, wanted: readonly string[]): boolean {
  if (wanted.includes('None')) return row.labels.length === 0;
  if (wanted.includes('Any')) return row.labels.length > 0;
  return wanted.every((label) => row.labels.includes(label));
}

function found(row: MergeRequest, search: string, within: string): boolean {
  const texts = [
    within.includes('title') ? row.title : '',
    within.includes('description') ? row.description : '',
  ];
  return texts.some((text) => text.toLowerCase().includes(search.toLowerCase()));
}

function inTime(row: MergeRequest, params: Params): boolean {
  const created = Date.parse(row.createdAt);
  const updated = Date.parse(row.updatedAt);
  return (
    created >= (params.time('created_after') ?? 0) &&
    created <= (params.time('created_before') ?? Number.POSITIVE_INFINITY) &&
    updated >= (params.time('updated_after') ?? 0) &&
    updated <= (params.time('updated_before') ?? Number.POSITIVE_INFINITY)
  );
}

function keeps(state: State, row: MergeRequest, params: Params): boolean {
  const is = (name: string, value: string | number | null) =>
    !params.has(name) || params.string(name) === String(value);
  const wanted = params.string('state') ?? 'all';
  const iids = params.strings('iids');
  const labels = params.strings('labels');
  const search = params.string('search');
  return (
    (wanted === 'all' || row.state === wanted) &&
    (iids === undefined || iids.includes(String(row.iid))) &&
    (labels === undefined || hasLabels(row, labels)) &&
    (search === undefined || found(row, search, params.string('in') ?? 'title,description')) &&
    is('author_id', row.authorId) &&
    is('author_username', userById(state, row.authorId).username) &&
    is('milestone', row.milestone) &&
    is('source_branch', row.sourceBranch) &&
    is('target_branch', 'main') &&
    inTime(row, params)
  );
}

/**
 * The rows a merge request list answers, newest first unless asked otherwise. Filters on things the sandbox does
 * not keep (reviewers, reactions, `not[…]`) are accepted and let everything pass.
 */
export function filterMergeRequests(
  state: State,
  rows: readonly MergeRequest[],
  params: Params,
): MergeRequest[] {
  const order = params.string('order_by') ?? 'created_at';
  const key = (row: MergeRequest): string => {
    if (order === 'title') return row.title;
    if (order === 'merged_at') return row.mergedAt ?? '';
    return order === 'updated_at' ? row.updatedAt : row.createdAt;
  };
  const sorted = rows
    .filter((row) => keeps(state, row, params))
    .sort((a, b) => key(a).localeCompare(key(b)) || a.id - b.id);
  return params.string('sort') === 'asc' ? sorted : sorted.reverse();
}
