/** Rows about delivering: environments, pipelines, jobs, deployments. Times are ISO 8601 strings. */

export type DeploymentStatus =
  | 'created'
  | 'running'
  | 'success'
  | 'failed'
  | 'canceled'
  | 'skipped'
  | 'blocked';

export type JobStatus =
  | 'created'
  | 'manual'
  | 'pending'
  | 'running'
  | 'success'
  | 'failed'
  | 'canceled'
  | 'skipped';

export type Tier = 'production' | 'staging' | 'testing' | 'development' | 'other';

export interface Environment {
  readonly id: number;
  readonly projectId: number;
  readonly name: string;
  readonly slug: string;
  tier: Tier;
  externalUrl: string | null;
  description: string | null;
  state: 'available' | 'stopping' | 'stopped';
  autoStopSetting: 'always' | 'with_action';
  autoStopAt: string | null;
  autoDeleteAt: string | null;
  kubernetesNamespace: string | null;
  fluxResourcePath: string | null;
  /** Whether a deployment's job names an `on_stop` job: stopping then waits in `stopping`. */
  onStop: boolean;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Pipeline {
  readonly id: number;
  readonly iid: number;
  readonly projectId: number;
  readonly ref: string;
  readonly sha: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Job {
  readonly id: number;
  readonly projectId: number;
  readonly pipelineId: number;
  readonly name: string;
  readonly ref: string;
  readonly tag: boolean;
  readonly sha: string;
  readonly environmentName: string;
  status: JobStatus;
  /** `manual` in the pipeline's file, or made so by approval rules: decides whether a finished job can be played again. */
  whenManual: boolean;
  /** A job that was cloned by a retry can be neither retried nor played again. */
  retried: boolean;
  userId: number;
  failureReason: string | null;
  readonly createdAt: string;
  queuedAt: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  readonly trace: string[];
}

export interface Deployment {
  readonly id: number;
  readonly iid: number;
  readonly projectId: number;
  readonly environmentId: number;
  readonly ref: string;
  readonly tag: boolean;
  readonly sha: string;
  status: DeploymentStatus;
  readonly userId: number;
  /** null for a deployment that was created through the API */
  readonly jobId: number | null;
  readonly createdAt: string;
  updatedAt: string;
  finishedAt: string | null;
  /** Filled on success, as GitLab does: a waiting deployment has none. */
  mergeRequestIds: number[];
}

export interface Approval {
  readonly id: number;
  readonly deploymentId: number;
  readonly userId: number;
  /** null in the unified mode before 15.0 */
  readonly ruleId: number | null;
  status: 'approved' | 'rejected';
  comment: string | null;
  readonly createdAt: string;
}
