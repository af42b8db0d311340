import type { GitLabApi } from './gitlab.ts';

/**
 * Who belongs to groups and projects. A list may be minutes old: it is good for whom to mention, and nothing is decided by
 * it.
 */
export interface MemberLists {
  readonly groups: Pick<GitLabApi['groups'], 'members'>;
  readonly projects: Pick<GitLabApi['projects'], 'members'>;
  /** Whoever reads them. */
  readonly users: Pick<GitLabApi['users'], 'me'>;
}
