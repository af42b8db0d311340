import type {
  Approval,
  Commit,
  Deployment,
  DeploymentJob,
  GitLabUser,
  Group,
  Member,
  MergedRequest,
  MergeRequest,
  Project,
} from '../deployment.ts';
import type { FreezePeriod } from '../freeze-period.ts';
import type { DeploymentId, GitLabUserId, JobId, ProjectId } from '../ids.ts';
import type { ProtectedEnvironment } from '../protected-environment.ts';
import type { EnvironmentCalls } from './environment-calls.ts';
import type {
  GroupProjectQuery,
  JobVariable,
  NewDeployment,
  ProjectQuery,
  WritableStatus,
} from './gitlab-parameters.ts';
import type { MergeRequestQuery } from './merge-request-query.ts';
import type { WebhookCalls } from './webhook-calls.ts';

/** How a request proves whose authority it uses. */
export type Credential = { readonly kind: 'private' | 'oauth' | 'job'; readonly token: string };

/** Where a client takes its credential from, at each request. */
export interface CredentialSource {
  current(): Promise<Credential>;
  /**
   * Called once when GitLab answered 401. Answers a credential that differs from `refused`, or throws what the caller
   * shall see, e.g. `connection-lost`. Where nothing can be renewed it answers `refused` itself, and the caller sees
   * the 401.
   */
  renewed(refused: Credential): Promise<Credential>;
  /** Called when GitLab answered 403. Throws what the caller shall see where the whole account is refused. */
  forbidden?(refused: Credential): Promise<void>;
  /** Told of each 429, and for how many milliseconds nothing is to be sent with it. Must not throw. */
  limited?(forMs: number): void;
}

/** A project by its numeric id or its full path. */
export type ProjectRef = ProjectId | string;

/** A group by its numeric id or its full path. */
export type GroupRef = number | string;

export interface Page<T> {
  readonly items: readonly T[];
  /** Number of the next page; `undefined` on the last. */
  readonly next: number | undefined;
  /** When GitLab answered, by its own clock in whole seconds, epoch ms; left out where it does not say. */
  readonly servedAt?: number | undefined;
}

/** Parameters of the list of deployments (https://docs.gitlab.com/api/deployments/#list-all-project-deployments). */
export interface DeploymentQuery {
  readonly environment?: string;
  readonly status?: string;
  readonly orderBy?: 'id' | 'iid' | 'created_at' | 'updated_at' | 'finished_at';
  readonly sort?: 'asc' | 'desc';
  /** ISO 8601, inclusive. */
  readonly updatedAfter?: string;
  readonly updatedBefore?: string;
  readonly finishedAfter?: string;
  readonly finishedBefore?: string;
  readonly page?: number;
  readonly perPage?: number;
}

export interface ApprovalRequest {
  readonly status: 'approved' | 'rejected';
  /** At most 255 characters. */
  readonly comment?: string;
  /** Label of the rule to vote under. */
  readonly representedAs?: string;
}

export interface Comparison {
  /** Reachable from the second revision and not from the first, oldest first. */
  readonly commits: readonly Commit[];
  /** GitLab gave up before it was through. */
  readonly timedOut: boolean;
}

/** What a GitLab server says of itself. */
export interface Metadata {
  /** `X.Y.Z[-ee]` */
  readonly version: string;
  readonly revision: string | null;
  /** Whether it is an Enterprise Edition, licensed or not: only those have approvals. */
  readonly enterprise: boolean;
}

/**
 * GitLab with one credential. Every call throws `GitLabError`; a write to a project that moved is `gitlab-moved`, and
 * goes through under the numeric id that `projects.get` tells.
 */
export interface GitLabApi {
  deployments: {
    /** Throws `bad-value`, unsent, for the combinations GitLab refuses: see `checkDeploymentQuery`. */
    list(project: ProjectRef, query?: DeploymentQuery): Promise<Page<Deployment>>;
    get(project: ProjectRef, deployment: DeploymentId): Promise<Deployment>;
    /** Answers the last success itself when that is the same; otherwise a new one. */
    create(project: ProjectRef, wish: NewDeployment): Promise<Deployment>;
    /** Only of a deployment made through the API; `gitlab-forbidden` where a job made it. */
    update(project: ProjectRef, deployment: DeploymentId, status: WritableStatus): Promise<Deployment>;
    /** Neither a running one, nor the one its environment runs. */
    delete(project: ProjectRef, deployment: DeploymentId): Promise<void>;
    /** Empty until the deployment has succeeded. */
    mergeRequests(project: ProjectRef, deployment: DeploymentId): Promise<readonly MergeRequest[]>;
    /** One page of the same, filtered. */
    mergeRequestPage(
      project: ProjectRef,
      deployment: DeploymentId,
      query?: MergeRequestQuery,
    ): Promise<Page<MergeRequest>>;
    /** Approves or rejects as the owner of the credential. */
    decide(project: ProjectRef, deployment: DeploymentId, request: ApprovalRequest): Promise<Approval>;
  };
  jobs: {
    get(project: ProjectRef, job: JobId): Promise<DeploymentJob>;
    /** Runs a manual job. */
    play(project: ProjectRef, job: JobId, variables?: readonly JobVariable[]): Promise<DeploymentJob>;
    /** Runs a finished job anew: a new job and a new deployment. */
    retry(project: ProjectRef, job: JobId): Promise<DeploymentJob>;
    /** Ends a job that has not ended. `force`, for one stuck in `canceling`, needs Maintainer. */
    cancel(project: ProjectRef, job: JobId, options?: { force?: boolean }): Promise<DeploymentJob>;
    /** The last lines of the job's log as a terminal would show them (untrusted text); none where there is no log. */
    log(project: ProjectRef, job: JobId, lines: number): Promise<readonly string[]>;
  };
  projects: {
    get(project: ProjectRef): Promise<Project>;
    compare(project: ProjectRef, from: string, to: string): Promise<Comparison>;
    mergeRequests(project: ProjectRef, iids: readonly number[]): Promise<readonly MergedRequest[]>;
    /** Merged ones that changed since this moment (ISO 8601), the latest change first; a hundred a page. */
    merged(project: ProjectRef, since: string | undefined, page: number): Promise<Page<MergedRequest>>;
    mergeRequestsOfCommit(project: ProjectRef, sha: string): Promise<readonly MergedRequest[]>;
    /** Everybody with a role in the project, inherited ones included; the first thousand. */
    members(project: ProjectRef): Promise<readonly Member[]>;
    /** Whether the user is a member, inherited membership included, with at least this access level. */
    hasMember(project: ProjectRef, user: GitLabUserId, accessLevel: number): Promise<boolean>;
    /** Projects the caller is a member of. */
    list(query?: ProjectQuery): Promise<Page<Project>>;
  };
  environments: EnvironmentCalls;
  /** Reading them needs Maintainer (of a group: Owner): `gitlab-forbidden` is normal; GitLab CE has none of it. */
  protectedEnvironments: {
    list(project: ProjectRef): Promise<readonly ProtectedEnvironment[]>;
    /** By the environment's name; `gitlab-not-found` for one that is not protected. */
    get(project: ProjectRef, environment: string): Promise<ProtectedEnvironment>;
    /** A group's, by tier. */
    listOfGroup(group: GroupRef): Promise<readonly ProtectedEnvironment[]>;
    getOfGroup(group: GroupRef, tier: string): Promise<ProtectedEnvironment>;
  };
  freezePeriods: {
    list(project: ProjectRef): Promise<readonly FreezePeriod[]>;
    get(project: ProjectRef, freezePeriod: number): Promise<FreezePeriod>;
  };
  hooks: WebhookCalls;
  groups: {
    get(group: GroupRef): Promise<Group>;
    /** @param inherited whether members of its parents count, which they do unless told otherwise */
    hasMember(group: number, user: GitLabUserId, inherited?: boolean): Promise<boolean>;
    /** What the user is in the group, inherited roles included; `undefined` for a stranger. */
    accessLevel(group: number, user: GitLabUserId): Promise<number | undefined>;
    /** Those who belong to it and may sign in; the first thousand. `inherited` as above. */
    members(group: number, inherited?: boolean): Promise<readonly Member[]>;
    projects(group: GroupRef, query?: GroupProjectQuery): Promise<Page<Project>>;
  };
  users: {
    me(): Promise<GitLabUser>;
    /** What the token in use may do, and the day it ends on; personal, group and project access tokens only. */
    ownToken(): Promise<{ readonly scopes: readonly string[]; readonly expiresAt: string | undefined }>;
  };
  /** `X.Y.Z[-ee]`, from `/metadata` or `/version`. */
  version(): Promise<string>;
  metadata(): Promise<Metadata>;
}

/** What GitLab answered to a write, by which its operators find the request. */
export interface WriteAnswer {
  readonly status: number;
  /** GitLab's `X-Request-Id`. */
  readonly requestId: string | undefined;
}

/** One GitLab host. */
export interface GitLab {
  readonly baseUrl: string;
  /** @param observe is told of every answer to a write, the good ones too */
  as(source: CredentialSource, observe?: (answer: WriteAnswer) => void): GitLabApi;
}

/** A pair of OAuth tokens as GitLab hands it out. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Epoch milliseconds. */
  readonly expiresAt: number | undefined;
}

/** What GitLab hands out to begin a device authorization grant. */
export interface DeviceCodes {
  /** Secret: whoever has it gets the tokens. */
  readonly deviceCode: string;
  /** For the person to enter. */
  readonly userCode: string;
  /** Milliseconds from now. */
  readonly expiresInMs: number;
  /** Milliseconds between two polls, at least. */
  readonly intervalMs: number;
}

/** What GitLab says of a sign-in. */
export interface SignInProof {
  readonly user: GitLabUserId;
  /** When this user last signed in, in whichever browser, epoch ms; GitLab tells whole seconds. */
  readonly signedInAt: number;
}

/** GitLab's OAuth 2 authorisation server (https://docs.gitlab.com/api/oauth2/). */
export interface GitLabOAuth {
  /** Where the browser goes to sign in and consent; code flow with PKCE S256, scope `api`. */
  authorizeUrl(input: { state: string; verifier: string }): Promise<string>;
  /** Trades the code for tokens. `parameters` is the callback's whole query. Throws `link-refused` or `GitLabError`. */
  exchange(input: { parameters: URLSearchParams; state: string; verifier: string }): Promise<TokenPair>;
  /** Where the browser goes to sign in anew, whoever is signed in there: scope `openid` alone, `prompt=login`. */
  proveUrl(input: { state: string; verifier: string; nonce: string }): Promise<string>;
  /**
   * Trades the code for GitLab's word on who signed in, and when. The token that comes with it is taken back at once.
   * Throws `confirm-refused`, `confirm-scope`, `confirm-unproven` or `GitLabError`.
   */
  prove(input: {
    parameters: URLSearchParams;
    state: string;
    verifier: string;
    nonce: string;
  }): Promise<SignInProof>;
  /** A new pair; both old tokens are dead afterwards. Throws `connection-lost` when GitLab refuses the refresh token. */
  refresh(refreshToken: string): Promise<TokenPair>;
  revoke(token: string): Promise<void>;
  /** Begins a device authorization grant. Throws `GitLabError`; `gitlab-not-found` before GitLab 17.2. */
  startDevice(): Promise<DeviceCodes>;
  /** The page of the configured GitLab where a code is entered, with the code filled in. */
  deviceUrl(userCode: string): string;
  /**
   * Asks once whether the person has entered the code.
   * @throws SlipwayError `link-expired`, `link-refused`; `GitLabError`
   */
  pollDevice(deviceCode: string): Promise<TokenPair | 'pending' | 'slow-down'>;
}
