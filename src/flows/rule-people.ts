import type { RuleTally } from '../core/approvals.ts';
import type { GitLabUser } from '../core/deployment.ts';
import { isError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { ProjectRef } from '../core/ports/gitlab.ts';
import type { MemberLists } from '../core/ports/member-lists.ts';

/** Who belongs to a rule, or why that is not known: GitLab does not show it to this reader, or did not answer. */
export type RulePeople =
  | { readonly known: readonly GitLabUser[] }
  | { readonly unknown: 'hidden' | 'failed' };

/** No role of a project reaches it: administrators of GitLab are listed nowhere. */
const ADMIN_LEVEL = 60;

/** Everybody a rule admits, whether or not they may approve this very deployment. Throws nothing of GitLab's. */
export async function peopleOfRule(
  api: Pick<MemberLists, 'groups' | 'projects'>,
  project: ProjectRef,
  { rule, label }: Pick<RuleTally, 'rule' | 'label'>,
): Promise<RulePeople> {
  const { userId, groupId, accessLevel, inherited } = rule;
  if (userId !== null) return { known: [{ id: userId, username: label, name: label }] };
  if (groupId === null && (accessLevel === null || accessLevel >= ADMIN_LEVEL)) return { unknown: 'hidden' };
  try {
    if (groupId !== null) return { known: await api.groups.members(groupId, inherited) };
    const members = await api.projects.members(project);
    return { known: members.filter((member) => member.accessLevel >= (accessLevel ?? ADMIN_LEVEL)) };
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    return { unknown: isError(error, 'gitlab-forbidden', 'gitlab-not-found') ? 'hidden' : 'failed' };
  }
}
