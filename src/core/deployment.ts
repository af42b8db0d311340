import type { DeploymentId, EnvironmentId, GitLabUserId, JobId, ProjectId } from './ids.ts';

/** A GitLab user as other people see them. */
export interface GitLabUser {
  readonly id: GitLabUserId;
  readonly username: string;
  readonly name: string;
}

/** Somebody who belongs to a group or a project, and may sign in. */
export interface Member extends GitLabUser {
  /** 10 Guest, 20 Reporter, 30 Developer, 40 Maintainer, 50 Owner; others pass through. */
  readonly accessLevel: number;
}

export interface Group {
  readonly id: number;
  /** `acme/security`. */
  readonly path: string;
  readonly name: string;
}

/** One person's vote on a deployment. `status` is GitLab's word: `approved`, `rejected`, or a later addition. */
export interface Approval {
  readonly user: GitLabUser;
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly comment: string | null;
}

/** An approval rule of the protected environment; exactly one of `userId`, `groupId`, `accessLevel` is set. */
export interface ApprovalRule {
  /** Absent on servers that do not send it. */
  readonly id: number | undefined;
  readonly userId: GitLabUserId | null;
  readonly groupId: number | null;
  /** Whether members of the group's parents count, too; `undefined` where the server does not say. */
  readonly inherited?: boolean | undefined;
  /** 30 Developer, 40 Maintainer; others pass through. */
  readonly accessLevel: number | null;
  /** GitLab's display label (untrusted text), e.g. a person's or a group's name. */
  readonly label: string | null;
  readonly required: number;
  /** Approvals GitLab attaches to the rule. They may belong to other deployments: see `tallyRules`. */
  readonly approvals: readonly Approval[];
}

/** What GitLab's single-deployment answer says about approvals; Premium and Ultimate, GitLab 14.8 and later. */
export interface ApprovalState {
  /** Approvals still missing, summed over the rules. `undefined` where the server does not send it. */
  readonly pending: number | undefined;
  readonly approvals: readonly Approval[];
  readonly rules: readonly ApprovalRule[];
}

/** The CI job that performs the deployment. */
export interface DeploymentJob {
  readonly id: JobId;
  readonly name: string;
  readonly status: string;
  readonly failureReason: string | null;
  readonly webUrl: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Seconds. */
  readonly duration: number | null;
  readonly commitTitle: string | null;
  readonly isTag: boolean;
}

export interface DeploymentEnvironment {
  readonly id: EnvironmentId;
  readonly name: string;
  readonly externalUrl: string | null;
}

/** A deployment as GitLab tells it (https://docs.gitlab.com/api/deployments/). */
export interface Deployment {
  readonly id: DeploymentId;
  /** Number within the project; part of its page's address. */
  readonly iid: number;
  readonly ref: string;
  readonly sha: string;
  /** GitLab's status word; unknown ones pass through. Empty on servers older than 12.4. */
  readonly status: string;
  readonly createdAt: string;
  /** ISO 8601. Approvals do not change it. */
  readonly updatedAt: string;
  readonly requestedBy: GitLabUser | null;
  readonly environment: DeploymentEnvironment;
  /** `null` for deployments made through the API. */
  readonly job: DeploymentJob | null;
  /** Only in the answer for a single deployment; `undefined` in lists and on servers without approvals. */
  readonly approval: ApprovalState | undefined;
}

export interface Project {
  readonly id: ProjectId;
  /** `group/app`. */
  readonly path: string;
  readonly name: string;
  readonly webUrl: string;
  readonly archived: boolean;
}

/** An environment (https://docs.gitlab.com/api/environments/). What a server does not send is `null`. */
export interface Environment extends DeploymentEnvironment {
  /** `production`, `staging`, `testing`, `development`, `other`; `null` where the server does not send it. */
  readonly tier: string | null;
  /** `available`, `stopping`, `stopped`; others pass through. */
  readonly state: string | null;
  readonly slug: string | null;
  readonly description: string | null;
  /** ISO 8601. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly autoStopAt: string | null;
  /** `always`, `with_action`; GitLab 17.8 and later. */
  readonly autoStopSetting: string | null;
  readonly kubernetesNamespace: string | null;
  readonly fluxResourcePath: string | null;
  /** Its last successful deployment; only in the answer for a single environment. */
  readonly lastDeployment: {
    readonly id: DeploymentId;
    readonly iid: number;
    readonly sha: string;
    readonly ref: string;
    readonly createdAt: string | null;
    readonly requestedBy: GitLabUser | null;
  } | null;
}

export interface MergeRequest {
  readonly iid: number;
  readonly title: string;
  readonly webUrl: string;
  readonly author: string | null;
}

/** A merge request and the commits it became, by which it is recognised among others. */
export interface MergedRequest extends MergeRequest {
  /** Merge commit, squashed commit, and its branch's last commit, as far as there are such. */
  readonly landedAs: readonly string[];
  readonly isMerged: boolean;
}

export interface Commit {
  readonly sha: string;
  /** First parent first; `undefined` where the server does not say. */
  readonly parents?: readonly string[] | undefined;
  readonly title: string;
  readonly message: string;
  readonly author: string | null;
}
