import { announceDeployment, announceJob } from '../hooks/announce.ts';
import type { Deployment, DeploymentStatus, Job, JobStatus } from '../state/delivery-records.ts';
import { deploymentOfJob, lastSuccess, projectById } from '../state/find.ts';
import { type State, timestamp } from '../state/state.ts';
import { refuse } from './refusal.ts';

const EVENT_OF: Readonly<Record<DeploymentStatus, string>> = {
  created: 'create',
  running: 'run',
  blocked: 'block',
  success: 'succeed',
  failed: 'drop',
  canceled: 'cancel',
  skipped: 'skip',
};
/** Where an event may start; an end state may be entered from any *other* state. */
const FROM: Readonly<Partial<Record<DeploymentStatus, readonly DeploymentStatus[]>>> = {
  running: ['created', 'blocked'],
  blocked: ['created'],
  created: ['skipped'],
};
const ENDS: readonly DeploymentStatus[] = ['success', 'failed', 'canceled'];

function mayEnter(from: DeploymentStatus, to: DeploymentStatus): boolean {
  return FROM[to]?.includes(from) ?? from !== to;
}

/**
 * Moves a deployment along GitLab's state machine and links its merge requests on success.
 * @throws Refusal 400 `{"status":["cannot transition via \"run\""]}` for an illegal step
 */
export function transition(state: State, deployment: Deployment, to: DeploymentStatus): void {
  if (!mayEnter(deployment.status, to)) {
    throw refuse(400, { status: [`cannot transition via "${EVENT_OF[to]}"`] });
  }
  const previous = lastSuccess(state, deployment.environmentId);
  deployment.status = to;
  deployment.updatedAt = timestamp(state);
  if (ENDS.includes(to)) deployment.finishedAt = deployment.updatedAt;
  if (to === 'success') linkMergeRequests(state, deployment, previous);
  announceDeployment(state, deployment);
}

/** Commits after `previous` up to and with this deployment's decide which merge requests it shipped. */
function linkMergeRequests(state: State, deployment: Deployment, previous: Deployment | undefined): void {
  const { commits } = projectById(state, deployment.projectId);
  const index = (sha: string | undefined) => commits.findIndex((commit) => commit.sha === sha);
  const shipped = new Set(
    commits.slice(index(previous?.sha) + 1, index(deployment.sha) + 1).map((commit) => commit.sha),
  );
  deployment.mergeRequestIds = [...state.mergeRequests.values()]
    .filter((row) => row.projectId === deployment.projectId)
    .filter((row) => row.mergeCommitSha !== null && shipped.has(row.mergeCommitSha))
    .map((row) => row.id);
}

/** A deployment copies its job's status; `pending` is no deployment status, so nothing happens then. */
const DEPLOYMENT_STATUS_OF: Readonly<Partial<Record<JobStatus, DeploymentStatus>>> = {
  manual: 'blocked',
  running: 'running',
  success: 'success',
  failed: 'failed',
  canceled: 'canceled',
  skipped: 'skipped',
};

/** Gives the job a new status with its times, and its deployment the status that follows from it. */
export function setJobStatus(state: State, job: Job, to: JobStatus): void {
  const at = timestamp(state);
  job.status = to;
  if (to === 'pending') job.queuedAt = at;
  if (to === 'running') job.startedAt = at;
  if (to === 'success' || to === 'failed' || to === 'canceled') job.finishedAt = at;
  job.trace.push(`${at} job is ${to}`);
  const pipeline = state.pipelines.get(job.pipelineId);
  if (pipeline) pipeline.updatedAt = at;
  const deployment = deploymentOfJob(state, job.id);
  // `blocked` came with 14.7; before, a deployment behind a manual job stayed `created`.
  const known = to !== 'manual' || state.version.atLeast('14.7');
  const status = known ? DEPLOYMENT_STATUS_OF[to] : undefined;
  if (deployment && status && mayEnter(deployment.status, status)) transition(state, deployment, status);
  announceJob(state, job);
  if (to === 'pending') for (const listen of state.onQueued) listen(job);
}

/** Whether a newer deployment of another commit already succeeded: its job then loses every write ability. */
export function isOutdated(state: State, deployment: Deployment): boolean {
  const project = projectById(state, deployment.projectId);
  const last = lastSuccess(state, deployment.environmentId);
  return (
    project.preventOutdated && last !== undefined && last.id > deployment.id && last.sha !== deployment.sha
  );
}
