// The parameters of GitLab's calls, under our names; left out means GitLab's own default.

/** Statuses that may be given to a deployment through the API; the others belong to GitLab CI. */
export type WritableStatus = 'running' | 'success' | 'failed' | 'canceled';

/** A deployment that ran outside GitLab CI (https://docs.gitlab.com/api/deployments/#create-a-deployment). */
export interface NewDeployment {
  /** Made where it does not exist. */
  readonly environment: string;
  readonly sha: string;
  readonly ref: string;
  /** Whether `ref` is a tag. */
  readonly tag: boolean;
  readonly status: WritableStatus;
}

/** Which page of a list, and how many rows on it (20 unless given, 100 at most). */
export interface PageQuery {
  readonly page?: number | undefined;
  readonly perPage?: number | undefined;
}

/** Filters of the list of environments (https://docs.gitlab.com/api/environments/#list-all-environments). */
export interface EnvironmentQuery extends PageQuery {
  /** The whole name. Not together with `search`. */
  readonly name?: string | undefined;
  /** How the name begins, or its part after the folder; at least three characters. */
  readonly search?: string | undefined;
  readonly states?: 'available' | 'stopping' | 'stopped' | undefined;
}

/** What can be set of an environment. An empty text or `null` takes a value away. */
export interface EnvironmentFields {
  readonly externalUrl?: string | undefined;
  /** Guessed from the name where a new environment gets none. */
  readonly tier?: 'production' | 'staging' | 'testing' | 'development' | 'other' | undefined;
  readonly description?: string | undefined;
  readonly autoStopSetting?: 'always' | 'with_action' | undefined;
  readonly clusterAgentId?: number | null | undefined;
  readonly kubernetesNamespace?: string | null | undefined;
  readonly fluxResourcePath?: string | null | undefined;
}

/** A new environment (https://docs.gitlab.com/api/environments/#create-an-environment). */
export interface NewEnvironment extends EnvironmentFields {
  /** At most 255 characters. */
  readonly name: string;
}

/** https://docs.gitlab.com/api/environments/#delete-multiple-stopped-review-apps */
export interface ReviewAppsQuery {
  /** ISO 8601; only environments created earlier. GitLab's default: 30 days ago. */
  readonly before?: string | undefined;
  /** 1 to 1000; GitLab's default: 100. */
  readonly limit?: number | undefined;
  /** `true`: only say what would be deleted. Always named, so that nobody deletes by leaving it out. */
  readonly dryRun: boolean;
}

/** A variable for one run of a manual job. */
export interface JobVariable {
  readonly key: string;
  readonly value: string;
}

/** A list of projects (https://docs.gitlab.com/api/projects/#list-all-projects). */
export interface ProjectQuery extends PageQuery {
  /** Part of the name or path. */
  readonly search?: string | undefined;
  /** `true`: only archived ones; `false`: only others; left out: both. */
  readonly archived?: boolean | undefined;
  /** The least access level the caller has: 20 Reporter, 30 Developer, 40 Maintainer. */
  readonly minAccessLevel?: number | undefined;
  readonly orderBy?: 'id' | 'name' | 'path' | 'created_at' | 'updated_at' | 'last_activity_at' | undefined;
  readonly sort?: 'asc' | 'desc' | undefined;
}

/** The projects of a group (https://docs.gitlab.com/api/groups/#list-projects). */
export interface GroupProjectQuery extends ProjectQuery {
  readonly includeSubgroups?: boolean | undefined;
  /** Projects shared with the group; GitLab's default: `true`. */
  readonly withShared?: boolean | undefined;
}
