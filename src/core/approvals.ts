import type { Approval, ApprovalRule, Deployment, GitLabUser } from './deployment.ts';

/** How far one approval rule is. */
export interface RuleTally {
  readonly rule: ApprovalRule;
  /** Label to show; GitLab leaves it out for some rules. */
  readonly label: string;
  readonly required: number;
  readonly approvers: readonly GitLabUser[];
  /** Approvals still missing, never below 0. */
  readonly missing: number;
}

/**
 * Counts each rule's approvals for this deployment.
 *
 * GitLab attaches to a rule the approvals of *all* deployments, so only those that also stand in the deployment's own
 * list, same person and same moment, count.
 */
export function tallyRules(deployment: Deployment): RuleTally[] {
  const own = new Set((deployment.approval?.approvals ?? []).filter(isApproved).map(identityOf));
  return (deployment.approval?.rules ?? []).map((rule) => {
    const approvers = rule.approvals
      .filter((one) => isApproved(one) && own.has(identityOf(one)))
      .map((one) => one.user);
    return {
      rule,
      label: labelOf(rule),
      required: rule.required,
      approvers,
      missing: Math.max(0, rule.required - approvers.length),
    };
  });
}

/** The label of a rule; a generic one where GitLab sends none. */
export function labelOf(rule: ApprovalRule): string {
  if (rule.label !== null && rule.label !== '') return rule.label;
  if (rule.accessLevel !== null)
    return ACCESS_LEVELS.get(rule.accessLevel) ?? `Access level ${rule.accessLevel}`;
  return rule.groupId === null ? 'Approver' : `Group ${rule.groupId}`;
}

const ACCESS_LEVELS: ReadonlyMap<number, string> = new Map([
  [20, 'Reporters'],
  [30, 'Developers + Maintainers'],
  [40, 'Maintainers'],
  [60, 'Administrators'],
]);

/** The rules whose approvals already hold this user's vote. */
export function rulesVotedBy(deployment: Deployment, user: GitLabUser): RuleTally[] {
  return tallyRules(deployment).filter((tally) => tally.approvers.some((one) => one.id === user.id));
}

/** This user's votes on the deployment, oldest first as GitLab lists them. */
export function votesOf(deployment: Deployment, user: GitLabUser): Approval[] {
  return (deployment.approval?.approvals ?? []).filter((approval) => approval.user.id === user.id);
}

const isApproved = (approval: Approval): boolean => approval.status === 'approved';
/** Two times are the same moment however they are written; one that cannot be read is the same as itself only. */
const identityOf = ({ user, createdAt }: Approval): string => {
  const moment = Date.parse(createdAt);
  return `${user.id} ${Number.isNaN(moment) ? createdAt : moment}`;
};
