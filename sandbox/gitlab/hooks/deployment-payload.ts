import { accessLabel } from '../rules/protection.ts';
import type { Approval, Deployment } from '../state/delivery-records.ts';
import { environmentById, jobOf, projectById, userById } from '../state/find.ts';
import type { ApprovalRule } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { projectPart, userPart } from './payload-parts.ts';

/** The body of a `Deployment Hook`; the newer fields came over the years and all are there from 15.0. */
export function deploymentPayload(
  state: State,
  deployment: Deployment,
  status: string,
): Record<string, unknown> {
  const project = projectById(state, deployment.projectId);
  const environment = environmentById(state, deployment.environmentId);
  const job = jobOf(state, deployment);
  const user = userById(state, job?.userId ?? deployment.userId);
  const web = `${state.baseUrl}/${project.path}`;
  return {
    object_kind: 'deployment',
    status,
    status_changed_at: state.version.atLeast('19.0')
      ? deployment.updatedAt.replace('Z', '+00:00')
      : `${deployment.updatedAt.slice(0, 19).replace('T', ' ')} +0000`,
    deployment_id: deployment.id,
    deployable_id: job?.id ?? null,
    deployable_url: job === null ? null : `${web}/-/jobs/${job.id}`,
    environment: environment.name,
    environment_tier: environment.tier,
    environment_slug: environment.slug,
    environment_external_url: environment.externalUrl,
    project: projectPart(state, project),
    short_sha: deployment.sha.slice(0, 8),
    user: userPart(user),
    user_url: `${state.baseUrl}/${user.username}`,
    commit_url: `${web}/-/commit/${deployment.sha}`,
    commit_title: project.commits.find((one) => one.sha === deployment.sha)?.title ?? '',
    ref: deployment.ref,
  };
}

/** What 19.3 adds to it for each vote. */
export function votePart(
  state: State,
  approval: Approval,
  rule: ApprovalRule | null,
): Record<string, unknown> {
  const { id, status, comment, createdAt, userId } = approval;
  return {
    approver: userPart(userById(state, userId)),
    approval: {
      id,
      status,
      comment,
      created_at: createdAt,
      approval_rule:
        rule === null
          ? null
          : {
              id: rule.id,
              user_id: rule.userId,
              group_id: rule.groupId,
              access_level: rule.accessLevel,
              access_level_description: accessLabel(state, rule),
              required_approvals: rule.required,
              group_inheritance_type: 0,
            },
    },
  };
}
