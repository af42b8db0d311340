/** Rows about a project and its repository. Times are ISO 8601 strings, as GitLab prints them. */

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

interface DeployAccess extends Access {
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
