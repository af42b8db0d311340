import type { Environment, Job, JobStatus } from '../state/delivery-records.ts';
import { deploymentOfJob, environmentNamed, lastSuccess, pipelineById, projectById } from '../state/find.ts';
import type { User } from '../state/people-records.ts';
import type { State } from '../state/state.ts';
import { canWrite } from './access.ts';
import { isOutdated, setJobStatus } from './life-cycle.ts';
import { mayDeploy, pendingApprovals } from './protection.ts';
import { badRequest, forbidden } from './refusal.ts';
import { createJob, findOrCreateEnvironment, processJob } from './start-deployment.ts';

const COMPLETE: readonly JobStatus[] = ['success', 'failed', 'canceled'];
const CANCELABLE: readonly JobStatus[] = ['created', 'pending', 'running'];

function environmentOf(state: State, job: Job): Environment {
  const project = projectById(state, job.projectId);
  return (
    environmentNamed(state, project.id, job.environmentName) ??
    findOrCreateEnvironment(state, project, job.environmentName)
  );
}

/** Whether an outdated job may still be touched: only a finished one, as a rollback, where the project allows it. */
function outdatedForbids(state: State, job: Job): boolean {
  const deployment = deploymentOfJob(state, job.id);
  if (!deployment || !isOutdated(state, deployment)) return false;
  const rollback = COMPLETE.includes(job.status) && projectById(state, job.projectId).rollbackAllowed;
  return !rollback;
}

/** update_build, play_job and retry_job at once: a developer, admitted by the environment, job not outdated. */
function mayTouch(state: State, job: Job, user: User): boolean {
  const project = projectById(state, job.projectId);
  return (
    canWrite(state, project, user, 'developer') &&
    mayDeploy(state, project, environmentOf(state, job), user) &&
    !outdatedForbids(state, job)
  );
}

function isRetryable(job: Job): boolean {
  return COMPLETE.includes(job.status) && !job.retried && job.failureReason !== 'deployment_rejected';
}

/** Manual and not short of approvals, or finished and manual: then a play makes a copy. */
function isPlayable(state: State, job: Job): boolean {
  if (!job.whenManual) return false;
  if (job.status !== 'manual') return isRetryable(job);
  const deployment = deploymentOfJob(state, job.id);
  return deployment?.status !== 'blocked' || pendingApprovals(state, deployment) === 0;
}

/** A copy of a finished job with a deployment of its own; approval rules hold for it anew. */
function cloneJob(state: State, job: Job, user: User): Job {
  const environment = environmentOf(state, job);
  const copy = createJob(state, pipelineById(state, job.pipelineId), environment, {
    name: job.name,
    tag: job.tag,
    whenManual: job.whenManual,
    user,
  });
  job.retried = true;
  processJob(state, copy.job, environment, true);
  return copy.job;
}

/**
 * Starts a manual job as the person; a finished manual job is copied instead (a second deployment).
 * @returns the job that is queued now, or the copy
 * @throws Refusal 403 without deploy access or when outdated, 400 `Unplayable Job`
 */
export function playJob(state: State, job: Job, user: User): Job {
  if (!mayTouch(state, job, user)) throw forbidden();
  if (!isPlayable(state, job)) throw badRequest('Unplayable Job');
  if (job.status !== 'manual') return cloneJob(state, job, user);
  job.userId = user.id;
  setJobStatus(state, job, 'pending');
  return job;
}

/**
 * Runs a finished job once more, which is also GitLab's rollback when an older success is retried.
 * @throws Refusal 403, with a reason when the job is not retryable
 */
export function retryJob(state: State, job: Job, user: User): Job {
  if (!mayTouch(state, job, user)) throw forbidden();
  if (!isRetryable(job)) throw forbidden('Job is not retryable');
  return cloneJob(state, job, user);
}

/** Cancels a job that has not ended; on any other it changes nothing, and GitLab says 201 all the same. */
export function cancelJob(state: State, job: Job, user: User): Job {
  const project = projectById(state, job.projectId);
  const admitted = mayDeploy(state, project, environmentOf(state, job), user);
  if (!canWrite(state, project, user, 'developer') || !admitted) throw forbidden();
  if (CANCELABLE.includes(job.status)) setJobStatus(state, job, 'canceled');
  return job;
}

/** Whether the deployment is what its environment runs at this moment. */
export function isDeployedNow(state: State, deploymentId: number, environmentId: number): boolean {
  return lastSuccess(state, environmentId)?.id === deploymentId;
}
