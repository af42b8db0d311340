/** The rows the sandbox keeps, one interface a table. Times are ISO 8601 strings, as GitLab prints them. */

export type Role = 'guest' | 'reporter' | 'developer' | 'maintainer' | 'owner';
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

export interface User {
  readonly id: number;
  readonly username: string;
  name: string;
  language: string;
  admin: boolean;
  readonly createdAt: string;
}

export interface Group {
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly createdAt: string;
  /** user id → access level (10 guest … 50 owner) */
  readonly members: Map<number, number>;
  /** Group-level protection goes by environment tier. */
  readonly protectedTiers: Map<string, Protection>;
}

export interface Commit {
  readonly sha: string;
  readonly title: string;
  readonly message: string;
  readonly authorName: string;
  readonly createdAt: string;
  readonly parentSha: string | null;
}

export interface Project {
  readonly id: number;
  path: string;
  readonly formerPaths: string[];
  readonly name: string;
  visibility: 'private' | 'public';
  readonly members: Map<number, number>;
  allowSelfApproval: boolean;
  preventOutdated: boolean;
  rollbackAllowed: boolean;
  archived: boolean;
  /** Oldest first; the whole repository is one straight line. */
  readonly commits: Commit[];
  /** Project-level protection goes by environment name, and may exist before the environment. */
  readonly protectedEnvironments: Map<string, Protection>;
  readonly createdAt: string;
}

/** Exactly one of the three is set. */
export interface Access {
  readonly userId: number | null;
  readonly groupId: number | null;
  readonly accessLevel: number | null;
}
export interface DeployAccess extends Access {
  readonly id: number;
}
export interface ApprovalRule extends Access {
  readonly id: number;
  readonly required: number;
}
export interface Protection {
  readonly name: string;
  readonly deployers: DeployAccess[];
  readonly rules: ApprovalRule[];
}

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

export interface MergeRequest {
  readonly id: number;
  readonly iid: number;
  readonly projectId: number;
  readonly title: string;
  readonly description: string;
  readonly authorId: number;
  state: 'opened' | 'merged' | 'closed';
  readonly labels: readonly string[];
  readonly milestone: string | null;
  readonly sourceBranch: string;
  mergeCommitSha: string | null;
  readonly squash: boolean;
  readonly createdAt: string;
  updatedAt: string;
  mergedAt: string | null;
}

export interface FreezePeriod {
  readonly id: number;
  readonly projectId: number;
  readonly freezeStart: string;
  readonly freezeEnd: string;
  readonly cronTimezone: string;
  readonly createdAt: string;
}

export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly name: string;
}

export interface Token {
  readonly id: number;
  readonly kind: 'private' | 'oauth' | 'job';
  readonly value: string;
  readonly userId: number;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  /** epoch ms, null for never */
  expiresAt: number | null;
  revoked: boolean;
  /** OAuth only */
  readonly refresh: string | null;
  readonly clientId: string | null;
  readonly redirectUri: string | null;
  /** job tokens only */
  readonly projectId: number | null;
}
