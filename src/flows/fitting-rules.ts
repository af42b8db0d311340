import { type RuleTally, tallyRules } from '../core/approvals.ts';
import type { ApprovalRule, Deployment } from '../core/deployment.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { ActContext } from './act-context.ts';

type Reader = Pick<ActContext, 'api' | 'me'> & { readonly at: Pick<ActContext['at'], 'project'> };

/**
 * The approval rules that admit the person. GitLab's REST API does not say it, so membership is looked up with the
 * person's own rights; a rule whose members cannot be read counts as not fitting, and GitLab then chooses.
 */
export async function fittingRules(context: Reader, deployment: Deployment): Promise<RuleTally[]> {
  const tallies = tallyRules(deployment);
  const fits = await Promise.all(tallies.map((tally) => admits(context, tally.rule)));
  return tallies.filter((_, index) => fits[index] === true);
}

async function admits({ api, me, at }: Reader, rule: ApprovalRule): Promise<boolean> {
  try {
    if (rule.userId !== null) return rule.userId === me.id;
    if (rule.groupId !== null) return await api.groups.hasMember(rule.groupId, me.id, rule.inherited);
    return rule.accessLevel !== null && (await api.projects.hasMember(at.project, me.id, rule.accessLevel));
  } catch (error) {
    if (error instanceof GitLabError) return false;
    throw error;
  }
}
