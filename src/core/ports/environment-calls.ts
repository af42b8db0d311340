import type { DeploymentEnvironment, Environment } from '../deployment.ts';
import type { EnvironmentId } from '../ids.ts';
import type { Page, ProjectRef } from './gitlab.ts';
import type {
  EnvironmentFields,
  EnvironmentQuery,
  NewEnvironment,
  ReviewAppsQuery,
} from './gitlab-parameters.ts';

/** What deleting review apps did, or would do. Deletion itself follows a week later. */
export interface ReviewAppsDeletion {
  readonly scheduled: readonly DeploymentEnvironment[];
  /** Those the caller may not delete. */
  readonly unprocessable: readonly DeploymentEnvironment[];
}

/** The Environments API with one credential (https://docs.gitlab.com/api/environments/). */
export interface EnvironmentCalls {
  get(project: ProjectRef, environment: EnvironmentId): Promise<Environment>;
  /** Oldest first, a hundred a page unless asked otherwise. Throws `bad-value`: see `checkEnvironmentQuery`. */
  list(project: ProjectRef, query?: EnvironmentQuery): Promise<Page<Environment>>;
  create(project: ProjectRef, wish: NewEnvironment): Promise<Environment>;
  /** What is left out stays; the name cannot change. */
  update(project: ProjectRef, environment: EnvironmentId, change: EnvironmentFields): Promise<Environment>;
  /** Only a stopped one; any other is `gitlab-forbidden`. */
  delete(project: ProjectRef, environment: EnvironmentId): Promise<void>;
  /**
   * Schedules stopped environments in the folder `review/`, all or none: where one of them may not be deleted, or
   * none is found, it is `gitlab-refused`. Throws `gitlab-conflict` while another such request runs, and `bad-value`
   * for a limit GitLab refuses.
   */
  deleteReviewApps(project: ProjectRef, query: ReviewAppsQuery): Promise<ReviewAppsDeletion>;
  /** Starts its stop job where it has one, which `force` leaves out. Of a stopped one nothing changes. */
  stop(project: ProjectRef, environment: EnvironmentId, options?: { force?: boolean }): Promise<Environment>;
  /**
   * Has every unprotected environment stopped that was neither changed nor deployed to since `before` (ISO 8601).
   * GitLab does it later. Throws `bad-value`: see `checkStaleBefore`.
   */
  stopStale(project: ProjectRef, before: string): Promise<void>;
}
