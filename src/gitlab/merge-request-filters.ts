import type { MergeRequestQuery } from '../core/ports/merge-request-query.ts';
import type { Query } from './query.ts';

type Belonging = NonNullable<MergeRequestQuery['not']>;

/** A merge request query under GitLab's names (https://docs.gitlab.com/api/merge_requests/#list-merge-requests). */
export const mergeRequestFilters = (query: MergeRequestQuery): Query => ({
  ...belonging(query),
  state: query.state,
  order_by: query.orderBy,
  sort: query.sort,
  search: query.search,
  in: query.in,
  scope: query.scope,
  view: query.view,
  wip: query.wip,
  approved: query.approved,
  created_after: query.createdAfter,
  created_before: query.createdBefore,
  updated_after: query.updatedAfter,
  updated_before: query.updatedBefore,
  deployed_after: query.deployedAfter,
  deployed_before: query.deployedBefore,
  environment: query.environment,
  source_branch: query.sourceBranch,
  source_project_id: query.sourceProjectId,
  target_branch: query.targetBranch,
  merge_user_id: query.mergeUserId,
  merge_user_username: query.mergeUserUsername,
  with_labels_details: query.withLabelsDetails,
  with_merge_status_recheck: query.withMergeStatusRecheck,
  ...excluded(query.not),
  page: query.page,
  per_page: query.perPage,
});

const belonging = (of: Belonging): Query => ({
  author_id: of.authorId,
  author_username: of.authorUsername,
  assignee_id: of.assigneeId,
  assignee_username: of.assigneeUsername,
  reviewer_id: of.reviewerId,
  reviewer_username: of.reviewerUsername,
  labels: of.labels?.join(','),
  milestone: of.milestone,
  my_reaction_emoji: of.myReactionEmoji,
});

const excluded = (not: Belonging = {}): Query =>
  Object.fromEntries(Object.entries(belonging(not)).map(([name, value]) => [`not[${name}]`, value]));
