import { projectById } from '../state/find.ts';
import type { MergeRequest } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { basicUserById } from './user.ts';

function milestone(title: string | null, projectId: number): Record<string, unknown> | null {
  return title === null ? null : { id: 1, iid: 1, project_id: projectId, title, state: 'active' };
}

/** Who merged is the author here; the sandbox keeps no other person for it. */
function mergeFields(state: State, row: MergeRequest): Record<string, unknown> {
  const merged = row.state === 'merged' ? basicUserById(state, row.authorId) : null;
  return {
    merged_by: merged,
    merge_user: merged,
    merged_at: row.mergedAt,
    closed_by: null,
    closed_at: null,
    merge_status: 'can_be_merged',
    detailed_merge_status: row.state === 'merged' ? 'not_open' : 'mergeable',
    merge_when_pipeline_succeeds: false,
    sha: row.mergeCommitSha,
    merge_commit_sha: row.squash ? null : row.mergeCommitSha,
    squash_commit_sha: row.squash ? row.mergeCommitSha : null,
    squash: row.squash,
    squash_on_merge: row.squash,
    has_conflicts: false,
    blocking_discussions_resolved: true,
  };
}

/** GitLab's MergeRequestBasic. */
export function mergeRequestEntity(state: State, row: MergeRequest): Record<string, unknown> {
  const project = projectById(state, row.projectId);
  return {
    id: row.id,
    iid: row.iid,
    project_id: row.projectId,
    title: row.title,
    description: row.description,
    state: row.state,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    ...mergeFields(state, row),
    target_branch: 'main',
    source_branch: row.sourceBranch,
    user_notes_count: 0,
    upvotes: 0,
    downvotes: 0,
    author: basicUserById(state, row.authorId),
    assignees: [],
    assignee: null,
    reviewers: [],
    source_project_id: row.projectId,
    target_project_id: row.projectId,
    labels: row.labels,
    draft: false,
    work_in_progress: false,
    imported: false,
    imported_from: 'none',
    milestone: milestone(row.milestone, row.projectId),
    reference: `!${row.iid}`,
    references: { short: `!${row.iid}`, relative: `!${row.iid}`, full: `${project.path}!${row.iid}` },
    web_url: `${state.baseUrl}/${project.path}/-/merge_requests/${row.iid}`,
    time_stats: {
      time_estimate: 0,
      total_time_spent: 0,
      human_time_estimate: null,
      human_total_time_spent: null,
    },
    task_completion_status: { count: 0, completed_count: 0 },
  };
}
