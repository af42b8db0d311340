import type { PageQuery } from './gitlab-parameters.ts';

/** Whom, or which labels and milestone, a merge request belongs to. */
interface Belonging {
  readonly authorId?: number | undefined;
  readonly authorUsername?: string | undefined;
  readonly assigneeId?: number | 'None' | 'Any' | undefined;
  readonly assigneeUsername?: string | undefined;
  readonly reviewerId?: number | 'None' | 'Any' | undefined;
  readonly reviewerUsername?: string | undefined;
  /** All of them; `None` and `Any` are GitLab's own words. */
  readonly labels?: readonly string[] | undefined;
  readonly milestone?: string | undefined;
  readonly myReactionEmoji?: string | undefined;
}

/**
 * Filters of a list of merge requests (https://docs.gitlab.com/api/merge_requests/#list-merge-requests), which the
 * merge requests of a deployment take as well. Moments are ISO 8601.
 */
export interface MergeRequestQuery extends Belonging, PageQuery {
  readonly state?: 'opened' | 'closed' | 'locked' | 'merged' | 'all' | undefined;
  readonly orderBy?:
    | 'created_at'
    | 'label_priority'
    | 'merged_at'
    | 'milestone_due'
    | 'popularity'
    | 'priority'
    | 'title'
    | 'updated_at'
    | undefined;
  readonly sort?: 'asc' | 'desc' | undefined;
  readonly search?: string | undefined;
  /** Where `search` looks. */
  readonly in?: 'title' | 'description' | 'title,description' | undefined;
  /** Whose merge requests, seen from the caller; left out, GitLab takes all that a deployment shipped. */
  readonly scope?: 'created_by_me' | 'assigned_to_me' | 'reviews_for_me' | 'all' | undefined;
  readonly view?: 'simple' | undefined;
  /** Drafts: `yes` for them alone. */
  readonly wip?: 'yes' | 'no' | undefined;
  readonly approved?: 'yes' | 'no' | undefined;
  readonly createdAfter?: string | undefined;
  readonly createdBefore?: string | undefined;
  readonly updatedAfter?: string | undefined;
  readonly updatedBefore?: string | undefined;
  readonly deployedAfter?: string | undefined;
  readonly deployedBefore?: string | undefined;
  /** Name of the environment `deployedAfter` and `deployedBefore` look at. */
  readonly environment?: string | undefined;
  readonly sourceBranch?: string | undefined;
  readonly sourceProjectId?: number | undefined;
  readonly targetBranch?: string | undefined;
  readonly mergeUserId?: number | undefined;
  readonly mergeUserUsername?: string | undefined;
  readonly withLabelsDetails?: boolean | undefined;
  readonly withMergeStatusRecheck?: boolean | undefined;
  /** Leaves out what belongs to these. */
  readonly not?: Belonging | undefined;
}
