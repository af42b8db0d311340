import { accessLabel, approvalRules, hasRules, pendingApprovals } from '../rules/protection.ts';
import type { Approval, Deployment } from '../state/delivery-records.ts';
import { environmentById } from '../state/find.ts';
import type { ApprovalRule } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { basicEnvironment } from './environment.ts';
import { plainDeployment } from './plain-deployment.ts';
import { basicUserById } from './user.ts';

/** GitLab's Deployment: the row of a list. */
export function deploymentEntity(state: State, deployment: Deployment): Record<string, unknown> {
  const environment = environmentById(state, deployment.environmentId);
  return { ...plainDeployment(state, deployment), environment: basicEnvironment(environment) };
}

/** GitLab's DeploymentExtended: single reads and writes. CE has no approval fields, EE keeps them unlicensed too. */
export function extendedDeployment(state: State, deployment: Deployment): Record<string, unknown> {
  const { version } = state;
  if (!version.enterprise || !version.atLeast('14.7')) return deploymentEntity(state, deployment);
  const environment = environmentById(state, deployment.environmentId);
  const approvals = state.approvals.filter((one) => one.deploymentId === deployment.id);
  const rules = approvalRules(state, environment);
  return {
    ...deploymentEntity(state, deployment),
    pending_approval_count: pendingApprovals(state, deployment),
    approvals: approvals.map((one) => approvalEntity(state, one)),
    ...(hasRules(state)
      ? { approval_summary: { rules: rules.map((rule) => ruleForSummary(state, rule)) } }
      : {}),
  };
}

/** No id and no rule: REST does not say which rule an approval counted for. */
export function approvalEntity(state: State, approval: Approval): Record<string, unknown> {
  return {
    user: basicUserById(state, approval.userId),
    status: approval.status,
    created_at: approval.createdAt,
    comment: approval.comment,
  };
}

/** `deployment_approvals` holds the rule's approvals of *all* deployments: GitLab's own defect, kept on purpose. */
function ruleForSummary(state: State, rule: ApprovalRule): Record<string, unknown> {
  return {
    ...ruleEntity(state, rule),
    deployment_approvals: state.approvals
      .filter((one) => one.ruleId === rule.id)
      .map((one) => approvalEntity(state, one)),
  };
}

/** An approval rule as protected environments list it. */
export function ruleEntity(state: State, rule: ApprovalRule): Record<string, unknown> {
  return {
    id: rule.id,
    user_id: rule.userId,
    group_id: rule.groupId,
    access_level: rule.accessLevel,
    access_level_description: accessLabel(state, rule),
    required_approvals: rule.required,
    group_inheritance_type: 0,
  };
}
