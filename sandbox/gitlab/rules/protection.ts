import type { Deployment, Environment } from '../state/delivery-records.ts';
import { environmentById, projectById } from '../state/find.ts';
import type { User } from '../state/people-records.ts';
import type { Access, ApprovalRule, Project, Protection } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { admits, ancestorGroups } from './access.ts';

/** Rules replaced the single count in 15.0. */
export function hasRules(state: State): boolean {
  return state.version.atLeast('15.0');
}

/**
 * Everything that protects an environment: the project's own protection by name and every ancestor group's by tier.
 * Empty without a Premium licence, whatever is stored.
 */
function protectionsOf(state: State, environment: Environment): Protection[] {
  if (!state.licensed) return [];
  const project = projectById(state, environment.projectId);
  const own = project.protectedEnvironments.get(environment.name);
  const above = ancestorGroups(state, project.path).map((group) =>
    group.protectedTiers.get(environment.tier),
  );
  return [own, ...above].filter((one) => one !== undefined);
}

/** Whether anything protects the environment, by name or by tier. */
export function isProtected(state: State, environment: Environment): boolean {
  return protectionsOf(state, environment).length > 0;
}

/** All approval rules of an environment; every one of them must be met. Servers before 14.7 had none. */
export function approvalRules(state: State, environment: Environment): ApprovalRule[] {
  if (!state.version.atLeast('14.7')) return [];
  return protectionsOf(state, environment).flatMap((one) => one.rules);
}

/** Whether the deploy access levels let the person deploy: each protection must admit them. */
export function mayDeploy(state: State, project: Project, environment: Environment, user: User): boolean {
  return protectionsOf(state, environment).every((protection) =>
    protection.deployers.some((access) => admits(state, project, access, user)),
  );
}

/** The words GitLab shows for a line of a protection; null for levels it has no words for. */
export function accessLabel(state: State, access: Access): string | null {
  if (access.userId !== null) return state.users.get(access.userId)?.name ?? null;
  if (access.groupId !== null) return state.groups.get(access.groupId)?.name ?? null;
  if (access.accessLevel === 40) return 'Maintainers';
  if (access.accessLevel === 30) return 'Developers + Maintainers';
  return null;
}

/**
 * How many approvals are missing. From 17.1 each rule counts for itself; before, only the total mattered.
 * Not tied to the status: a failed deployment with an unmet rule still counts.
 */
export function pendingApprovals(state: State, deployment: Deployment): number {
  const rules = approvalRules(state, environmentById(state, deployment.environmentId));
  const given = state.approvals.filter(
    (one) => one.deploymentId === deployment.id && one.status === 'approved',
  );
  if (state.version.atLeast('17.1')) {
    const missing = (rule: ApprovalRule) =>
      Math.max(rule.required - given.filter((one) => one.ruleId === rule.id).length, 0);
    return rules.reduce((sum, rule) => sum + missing(rule), 0);
  }
  const required = rules.reduce((sum, rule) => sum + rule.required, 0);
  return Math.max(required - given.length, 0);
}
