import type { Deployment } from './deployment.ts';
import type { DeploymentId } from './ids.ts';

/** Where a deployment stands, in the words Slipway uses; derived from GitLab's fields, never stored in GitLab. */
export type Phase =
  | 'awaiting-approval'
  | 'ready'
  | 'manual'
  | 'queued'
  | 'running'
  | 'success'
  | 'failed'
  | 'rejected'
  | 'canceled'
  | 'skipped'
  | 'superseded'
  | 'unknown';

const WAITING: ReadonlySet<Phase> = new Set<Phase>(['awaiting-approval', 'ready', 'manual']);
const FINAL: ReadonlySet<Phase> = new Set<Phase>(['success', 'failed', 'rejected', 'canceled', 'skipped']);

/** Whether somebody has to act before the deployment goes on. */
export const isWaiting = (phase: Phase): boolean => WAITING.has(phase);

/** Whether GitLab will not change the deployment by itself any more. */
export const isFinal = (phase: Phase): boolean => FINAL.has(phase);

/** Whether it is an end that whoever asked for the deployment is told of. */
export const isToldToRequester = (phase: Phase): boolean => isFinal(phase) && phase !== 'skipped';

/**
 * Derives the phase of a deployment.
 *
 * `blocked` alone says nothing: every manual job is `blocked`, a fully approved deployment stays `blocked`, and so
 * does one whose job is already pending. The job's status and the pending approvals tell them apart.
 * @param deployment as read with `GET /projects/:id/deployments/:deployment_id`; a list row knows no approvals and
 *   then reads `manual` where the whole answer might read `awaiting-approval`
 * @param supersededBy a newer deployment of the same environment that succeeded or waits, if there is one
 */
export function phaseOf(deployment: Deployment, supersededBy?: DeploymentId): Phase {
  const phase = ownPhase(deployment);
  return supersededBy !== undefined && isWaiting(phase) ? 'superseded' : phase;
}

function ownPhase(deployment: Deployment): Phase {
  switch (deployment.status) {
    case 'blocked':
      return blockedPhase(deployment);
    case 'created':
      // Servers before 14.7 have no `blocked`: there a manual job's deployment stays `created`.
      return deployment.job?.status === 'manual' ? 'manual' : 'queued';
    case 'running':
    case 'success':
    case 'canceled':
    case 'skipped':
      return deployment.status;
    case 'failed':
      return wasRejected(deployment) ? 'rejected' : 'failed';
    default:
      return 'unknown';
  }
}

function blockedPhase(deployment: Deployment): Phase {
  const { job, approval } = deployment;
  // A job that left `manual` was already played: the deployment's own status follows only when it really runs.
  if (job !== null && job.status !== 'manual') return 'queued';
  if ((approval?.pending ?? 0) > 0) return 'awaiting-approval';
  const hasRules = (approval?.rules.length ?? 0) > 0 || (approval?.approvals.length ?? 0) > 0;
  return hasRules ? 'ready' : 'manual';
}

function wasRejected(deployment: Deployment): boolean {
  return (
    deployment.job?.failureReason === 'deployment_rejected' ||
    (deployment.approval?.approvals ?? []).some((approval) => approval.status === 'rejected')
  );
}

/**
 * The older deployments of the same environment that wait although `deployment` is newer, the newest first.
 * @param others any deployments of the project, in any order; list rows suffice
 */
export const olderWaiting = (deployment: Deployment, others: readonly Deployment[]): Deployment[] =>
  others
    .filter((other) => other.environment.name === deployment.environment.name && other.id < deployment.id)
    .filter((other) => isWaiting(phaseOf(other)))
    .sort((a, b) => b.id - a.id);

/** The newest success of the same environment before `deployment`. */
export const successBefore = (
  deployment: Deployment,
  others: readonly Deployment[],
): Deployment | undefined =>
  others
    .filter((other) => other.environment.name === deployment.environment.name && other.id < deployment.id)
    .filter((other) => other.status === 'success')
    .sort((a, b) => b.id - a.id)[0];

/**
 * The newest deployment that makes `deployment` pointless: of the same environment, newer, and successful or waiting.
 * @param others any deployments of the project, in any order; list rows suffice
 */
export function supersededBy(deployment: Deployment, others: readonly Deployment[]): Deployment | undefined {
  return others
    .filter((other) => other.environment.name === deployment.environment.name && other.id > deployment.id)
    .filter((other) => other.status === 'success' || isWaiting(phaseOf(other)))
    .sort((a, b) => b.id - a.id)[0];
}
