import type { ApprovalRule } from './deployment.ts';
import type { GitLabUserId } from './ids.ts';

/** Who may deploy; exactly one of `userId`, `groupId`, `accessLevel` is set, or none for a deploy key. */
export interface DeployAccess {
  readonly userId: GitLabUserId | null;
  readonly groupId: number | null;
  /** 30 Developer, 40 Maintainer, 60 administrator; others pass through. */
  readonly accessLevel: number | null;
  /** GitLab's display label (untrusted text). */
  readonly label: string | null;
}

/**
 * The protection of an environment, or of a tier where a group protects it
 * (https://docs.gitlab.com/api/protected_environments/).
 */
export interface ProtectedEnvironment {
  /** The environment's name, or the tier's. */
  readonly name: string;
  readonly deployers: readonly DeployAccess[];
  /** Empty before 15.0. */
  readonly rules: readonly ApprovalRule[];
}
