import type { Job } from '../state/delivery-records.ts';
import { deploymentOfJob, environmentNamed, pipelineById, projectById, userById } from '../state/find.ts';
import type { State } from '../state/state.ts';
import { projectPart, userPart } from './payload-parts.ts';

/** A hook writes times as Ruby does. */
const rubyTime = (iso: string | null): string | null =>
  iso === null ? null : `${iso.slice(0, 19).replace('T', ' ')} UTC`;

const secondsBetween = (start: string | null, end: string | null): number | null =>
  start === null || end === null ? null : (Date.parse(end) - Date.parse(start)) / 1000;

/** The body of a `Job Hook`: the project's id stands at its top only. */
export function jobPayload(state: State, job: Job): Record<string, unknown> {
  const project = projectById(state, job.projectId);
  return {
    object_kind: 'build',
    ref: job.ref,
    tag: job.tag,
    before_sha: '0'.repeat(40),
    sha: job.sha,
    build_id: job.id,
    build_name: job.name,
    build_stage: 'deploy',
    build_status: job.status,
    build_created_at: rubyTime(job.createdAt),
    build_started_at: rubyTime(job.startedAt),
    build_finished_at: rubyTime(job.finishedAt),
    build_duration: secondsBetween(job.startedAt, job.finishedAt),
    build_queued_duration: secondsBetween(job.queuedAt, job.startedAt),
    build_allow_failure: false,
    build_failure_reason: job.failureReason ?? 'unknown_failure',
    pipeline_id: job.pipelineId,
    runner: null,
    project_id: project.id,
    project_name: project.path.replaceAll('/', ' / '),
    user: userPart(userById(state, job.userId)),
    commit: { id: job.pipelineId, name: null, sha: job.sha, status: job.status },
    repository: { name: project.name, homepage: `${state.baseUrl}/${project.path}`, visibility_level: 0 },
    project: projectPart(state, project),
    environment: { name: job.environmentName, action: 'start' },
    retries_count: job.retried ? 1 : 0,
  };
}

/** The body of a `Pipeline Hook`, with its one job. */
export function pipelinePayload(state: State, job: Job): Record<string, unknown> {
  const project = projectById(state, job.projectId);
  const pipeline = pipelineById(state, job.pipelineId);
  const user = userPart(userById(state, job.userId));
  return {
    object_kind: 'pipeline',
    object_attributes: {
      id: pipeline.id,
      iid: pipeline.iid,
      name: null,
      ref: pipeline.ref,
      tag: job.tag,
      sha: pipeline.sha,
      before_sha: '0'.repeat(40),
      source: 'push',
      status: job.status,
      detailed_status: job.status,
      stages: ['deploy'],
      created_at: rubyTime(pipeline.createdAt),
      finished_at: rubyTime(job.finishedAt),
      duration: secondsBetween(job.startedAt, job.finishedAt),
      queued_duration: null,
      protected_ref: true,
      variables: [],
      url: `${state.baseUrl}/${project.path}/-/pipelines/${pipeline.id}`,
    },
    merge_request: null,
    user,
    project: projectPart(state, project),
    commit: { id: pipeline.sha, message: '', title: '', timestamp: pipeline.createdAt },
    builds: [
      {
        id: job.id,
        stage: 'deploy',
        name: job.name,
        status: job.status,
        created_at: rubyTime(job.createdAt),
        started_at: rubyTime(job.startedAt),
        finished_at: rubyTime(job.finishedAt),
        duration: secondsBetween(job.startedAt, job.finishedAt),
        queued_duration: secondsBetween(job.queuedAt, job.startedAt),
        failure_reason: job.status === 'failed' ? job.failureReason : null,
        when: job.whenManual ? 'manual' : 'on_success',
        manual: job.whenManual,
        allow_failure: false,
        user,
        runner: null,
        artifacts_file: { filename: null, size: null },
        environment: environmentPart(state, job),
      },
    ],
  };
}

function environmentPart(state: State, job: Job): Record<string, unknown> | null {
  if (deploymentOfJob(state, job.id) === undefined) return null;
  const row = environmentNamed(state, job.projectId, job.environmentName);
  return { name: job.environmentName, action: 'start', deployment_tier: row?.tier ?? null };
}
