import type { RuleTally } from '../core/approvals.ts';
import type { Deployment, GitLabUser } from '../core/deployment.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';

/** A rule with those who can still meet it; `people` is `undefined` where GitLab does not tell this reader. */
export interface RuleWithPeople {
  readonly tally: RuleTally;
  readonly people: readonly GitLabUser[] | undefined;
}

/** Rule by rule, who can still approve: without the requester and without those who did already. */
export async function whoCanApprove(
  api: GitLabApi,
  tallies: readonly RuleTally[],
  deployment: Deployment,
): Promise<RuleWithPeople[]> {
  return Promise.all(
    tallies.map(async (tally) => {
      const people = await peopleOf(api, tally);
      const spent = new Set<number>(tally.approvers.map((one) => one.id));
      return {
        tally,
        people: people?.filter((one) => !spent.has(one.id) && one.id !== deployment.requestedBy?.id),
      };
    }),
  );
}

async function peopleOf(
  api: GitLabApi,
  { rule, label }: RuleTally,
): Promise<readonly GitLabUser[] | undefined> {
  if (rule.userId !== null) return [{ id: rule.userId, username: label, name: label }];
  if (rule.groupId === null) return undefined;
  try {
    return await api.groups.members(rule.groupId);
  } catch (error) {
    if (error instanceof GitLabError) return undefined;
    throw error;
  }
}
