import type { GitLabUser, Project } from '../../core/deployment.ts';
import type { DeploymentId } from '../../core/ids.ts';
import type { Fact } from '../../core/notice.ts';
import type { Operation, OperationName } from '../../core/operations.ts';
import type { GitLabApi } from '../../core/ports/gitlab.ts';
import type { Clock } from '../../core/ports/time.ts';

export type OperationOf<N extends OperationName> = Extract<Operation, { op: N }>;

/** Where an operation is carried out: the project, with the person's own rights. */
export interface OperationContext {
  readonly api: GitLabApi;
  readonly me: GitLabUser;
  readonly project: Project;
  readonly clock: Clock;
}

/** What an operation changed. */
export interface OperationResult {
  /** E.g. the name of the environment, or `#4711`. */
  readonly subject: string;
  readonly url: string | undefined;
  /** The deployment that was made. */
  readonly deployment?: DeploymentId;
  /** What GitLab says of it now, a line each. */
  readonly details: readonly Fact[];
  /** Names of all that GitLab said it took up, where one operation is about many. */
  readonly many?: readonly string[];
}

/** What an operation would do. */
export interface Preview<N extends OperationName> {
  /** A line each. */
  readonly effects: readonly Fact[];
  /** The operation with ids in place of names: what is confirmed is what was shown, whatever is renamed meanwhile. */
  readonly operation: OperationOf<N>;
}

/** One operation: what it would do, and doing it. */
export interface OperationSpec<N extends OperationName> {
  readonly op: N;
  /**
   * Only for operations that are confirmed first.
   * @throws SlipwayError when nothing would happen, or it would be refused anyway
   */
  readonly preview?: (context: OperationContext, operation: OperationOf<N>) => Promise<Preview<N>>;
  readonly carryOut: (context: OperationContext, operation: OperationOf<N>) => Promise<OperationResult>;
}

export const defineOperation = <N extends OperationName>(spec: OperationSpec<N>): OperationSpec<N> => spec;
