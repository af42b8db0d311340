import type { Job, Pipeline } from '../state/delivery-records.ts';
import { pipelineById, projectById, userById } from '../state/find.ts';
import type { Project } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { commitEntity } from './commit.ts';
import { publicUser } from './user.ts';

function secondsBetween(start: string | null, end: string | null): number | null {
  return start === null || end === null ? null : (Date.parse(end) - Date.parse(start)) / 1000;
}

/** A pipeline's status follows from its one job. */
function pipelineStatus(state: State, pipeline: Pipeline): string {
  const jobs = [...state.jobs.values()].filter((job) => job.pipelineId === pipeline.id);
  return jobs.at(-1)?.status ?? 'created';
}

function pipelineEntity(state: State, project: Project, pipeline: Pipeline): Record<string, unknown> {
  return {
    id: pipeline.id,
    iid: pipeline.iid,
    project_id: project.id,
    sha: pipeline.sha,
    ref: pipeline.ref,
    status: pipelineStatus(state, pipeline),
    source: 'push',
    created_at: pipeline.createdAt,
    updated_at: pipeline.updatedAt,
    web_url: `${state.baseUrl}/${project.path}/-/pipelines/${pipeline.id}`,
  };
}

/** GitLab's Job, as the jobs API gives it and as a deployment's `deployable`. `failure_reason` only when failed. */
export function jobEntity(state: State, job: Job): Record<string, unknown> {
  const project = projectById(state, job.projectId);
  const commit = project.commits.find((one) => one.sha === job.sha);
  return {
    id: job.id,
    status: job.status,
    stage: 'deploy',
    name: job.name,
    ref: job.ref,
    tag: job.tag,
    coverage: null,
    allow_failure: false,
    created_at: job.createdAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
    erased_at: null,
    duration: secondsBetween(job.startedAt, job.finishedAt),
    queued_duration: secondsBetween(job.queuedAt, job.startedAt),
    user: publicUser(state, userById(state, job.userId)),
    commit: commit ? commitEntity(state, project, commit) : null,
    pipeline: pipelineEntity(state, project, pipelineById(state, job.pipelineId)),
    ...(job.status === 'failed' ? { failure_reason: job.failureReason ?? 'unknown_failure' } : {}),
    web_url: `${state.baseUrl}/${project.path}/-/jobs/${job.id}`,
    project: { ci_job_token_scope_enabled: false },
    artifacts: [],
    runner: null,
    runner_manager: null,
    artifacts_expire_at: null,
    archived: false,
    tag_list: [],
  };
}
