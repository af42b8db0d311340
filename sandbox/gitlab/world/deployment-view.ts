import { pendingApprovals } from '../rules/protection.ts';
import type { Deployment, DeploymentStatus, JobStatus } from '../state/delivery-records.ts';
import { environmentById, jobOf, projectById, userById } from '../state/find.ts';
import type { State } from '../state/state.ts';

/** A deployment as a test wants to look at it. */
export interface DeploymentView {
  readonly id: number;
  readonly iid: number;
  readonly projectId: number;
  readonly projectPath: string;
  readonly environmentId: number;
  readonly environment: string;
  readonly ref: string;
  readonly sha: string;
  readonly status: DeploymentStatus;
  readonly username: string;
  readonly jobId: number | null;
  readonly jobStatus: JobStatus | null;
  readonly jobUsername: string | null;
  readonly failureReason: string | null;
  readonly pendingApprovals: number;
  readonly approvals: readonly { username: string; status: string; comment: string | null }[];
  readonly updatedAt: string;
  readonly webUrl: string;
  readonly jobUrl: string | null;
}

/** The row with everything around it. */
export function deploymentView(state: State, row: Deployment): DeploymentView {
  const project = projectById(state, row.projectId);
  const job = jobOf(state, row);
  const web = `${state.baseUrl}/${project.path}/-`;
  const name = (id: number) => userById(state, id).username;
  return {
    id: row.id,
    iid: row.iid,
    projectId: project.id,
    projectPath: project.path,
    environmentId: row.environmentId,
    environment: environmentById(state, row.environmentId).name,
    ref: row.ref,
    sha: row.sha,
    status: row.status,
    username: name(row.userId),
    jobId: row.jobId,
    jobStatus: job?.status ?? null,
    jobUsername: job ? name(job.userId) : null,
    failureReason: job?.failureReason ?? null,
    pendingApprovals: pendingApprovals(state, row),
    approvals: state.approvals
      .filter((one) => one.deploymentId === row.id)
      .map(({ userId, status, comment }) => ({ username: name(userId), status, comment })),
    updatedAt: row.updatedAt,
    webUrl: `${web}/environments/${row.environmentId}/deployments/${row.iid}`,
    jobUrl: job ? `${web}/jobs/${job.id}` : null,
  };
}
