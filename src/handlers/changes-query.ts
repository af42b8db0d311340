import type { MergeRequestQuery } from '../core/ports/merge-request-query.ts';
import {
  asFlag,
  asId,
  asIdOrWord,
  asList,
  asMoment,
  asNumber,
  asText,
  asUsername,
  asYesNo,
  type OptionReader,
  oneOf,
} from './option-readers.ts';

type Readers<Q> = {
  readonly [K in keyof Q]-?: readonly [option: string, read: OptionReader<NonNullable<Q[K]>>];
};
type Belonging = NonNullable<MergeRequestQuery['not']>;

/** Whom, or which labels and milestone, a merge request belongs to; `prefix` tells the exclusions apart. */
const belonging = (prefix: '' | 'not-'): Readers<Belonging> => ({
  authorId: [`${prefix}author-id`, asId],
  authorUsername: [`${prefix}author`, asUsername],
  assigneeId: [`${prefix}assignee-id`, asIdOrWord],
  assigneeUsername: [`${prefix}assignee`, asUsername],
  reviewerId: [`${prefix}reviewer-id`, asIdOrWord],
  reviewerUsername: [`${prefix}reviewer`, asUsername],
  labels: [`${prefix}label`, asList],
  milestone: [`${prefix}milestone`, asText],
  myReactionEmoji: [`${prefix}reaction`, asText],
});

const EXCLUDING = belonging('not-');

/** Every filter GitLab has for the merge requests of a deployment, by the option that sets it. */
const FILTERS: Readers<Omit<MergeRequestQuery, 'not'>> = {
  ...belonging(''),
  state: ['state', oneOf(['opened', 'closed', 'locked', 'merged', 'all'])],
  orderBy: [
    'order',
    oneOf([
      'created_at',
      'label_priority',
      'merged_at',
      'milestone_due',
      'popularity',
      'priority',
      'title',
      'updated_at',
    ]),
  ],
  sort: ['sort', oneOf(['asc', 'desc'])],
  search: ['search', asText],
  in: ['in', oneOf(['title', 'description', 'title,description'])],
  scope: ['scope', oneOf(['created_by_me', 'assigned_to_me', 'reviews_for_me', 'all'])],
  view: ['view', oneOf(['simple'])],
  wip: ['draft', asYesNo],
  approved: ['approved', asYesNo],
  createdAfter: ['created-after', asMoment],
  createdBefore: ['created-before', asMoment],
  updatedAfter: ['after', asMoment],
  updatedBefore: ['before', asMoment],
  deployedAfter: ['deployed-after', asMoment],
  deployedBefore: ['deployed-before', asMoment],
  environment: ['env', asText],
  sourceBranch: ['source-branch', asText],
  sourceProjectId: ['source-project', asId],
  targetBranch: ['target-branch', asText],
  mergeUserId: ['merged-by-id', asId],
  mergeUserUsername: ['merged-by', asUsername],
  withLabelsDetails: ['label-details', asFlag],
  withMergeStatusRecheck: ['recheck', asFlag],
  page: ['page', asNumber(1, 99_999)],
  perPage: ['per-page', asNumber(1, 50)],
};

const optionsOf = (readers: Record<string, readonly [string, unknown]>): string[] =>
  Object.values(readers).map(([option]) => option);

/** Option keys of `/deploy changes`. */
export const CHANGES_OPTIONS: readonly string[] = [...optionsOf(FILTERS), ...optionsOf(EXCLUDING)];

/**
 * GitLab's merge-request filters for the options of `/deploy changes`.
 * @param now epoch ms
 * @throws SlipwayError `bad-value` naming the option and what it takes
 */
export function changesQuery(options: ReadonlyMap<string, string>, now: number): MergeRequestQuery {
  const not = readAll<Belonging>(EXCLUDING, options, now);
  const query = readAll<Omit<MergeRequestQuery, 'not'>>(FILTERS, options, now);
  return { perPage: 20, ...query, ...(Object.keys(not).length === 0 ? {} : { not }) };
}

/** Only what was given: GitLab's own default stands for the rest. */
function readAll<Q extends object>(
  readers: Readers<Q>,
  options: ReadonlyMap<string, string>,
  now: number,
): Partial<Q> {
  const query: Partial<Q> = {};
  for (const key in readers) {
    const [option, read] = readers[key];
    const text = options.get(option);
    if (text !== undefined) query[key] = read(option, text, now);
  }
  return query;
}
