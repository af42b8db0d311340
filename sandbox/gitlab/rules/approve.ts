import { announceVote } from '../hooks/announce.ts';
import type { Approval, Deployment, Environment } from '../state/delivery-records.ts';
import { environmentById, jobOf, projectById } from '../state/find.ts';
import type { User } from '../state/people-records.ts';
import type { ApprovalRule } from '../state/project-records.ts';
import { type State, timestamp } from '../state/state.ts';
import { admits } from './access.ts';
import { setJobStatus } from './life-cycle.ts';
import {
  accessLabel,
  approvalRules,
  hasRules,
  isProtected,
  mayDeploy,
  pendingApprovals,
} from './protection.ts';
import { internalError, type Refusal, refuse } from './refusal.ts';
import { translate } from './translations.ts';

export interface Decision {
  readonly status: 'approved' | 'rejected';
  readonly comment?: string | undefined;
  readonly representedAs?: string | undefined;
}

const MAX_COMMENT = 255;

function say(user: User, text: string): Refusal {
  return refuse(400, translate(text, user.language));
}

/**
 * Records a person's approval or rejection, with GitLab's checks in GitLab's order. Whether the deployment is
 * still blocked is not among them.
 * @returns the approval, which is the old one unchanged when the same person says the same twice
 * @throws Refusal 400 in the person's language; 500 for a second rejection, as GitLab drops the failed job again
 */
export function approveDeployment(
  state: State,
  deployment: Deployment,
  user: User,
  decision: Decision,
): Approval {
  const environment = environmentById(state, deployment.environmentId);
  checkSituation(state, deployment, environment, user, decision);
  const rule = findRule(state, environment, user, decision.representedAs);
  const isOld = state.approvals.some(
    ({ deploymentId, userId, ruleId, status }) =>
      deploymentId === deployment.id &&
      userId === user.id &&
      ruleId === (rule?.id ?? null) &&
      status === decision.status,
  );
  const approval = upsert(state, deployment, user, rule, decision);
  if (!isOld) announceVote(state, deployment, approval, rule);
  if (decision.status === 'rejected') rejectJob(state, deployment);
  else if (!hasRules(state)) enqueueWhenComplete(state, deployment);
  return approval;
}

function checkSituation(
  state: State,
  deployment: Deployment,
  environment: Environment,
  user: User,
  decision: Decision,
): void {
  if (!isProtected(state, environment)) throw say(user, 'This environment is not protected.');
  const project = projectById(state, deployment.projectId);
  const selfAllowed = state.version.atLeast('15.8') && project.allowSelfApproval;
  if (decision.status === 'approved' && deployment.userId === user.id && !selfAllowed) {
    throw say(
      user,
      'You cannot approve your own deployment. This configuration can be adjusted in the protected environment settings.',
    );
  }
  if (approvalRules(state, environment).length === 0) {
    throw say(user, 'Deployment approvals is not configured for this environment.');
  }
  const waits =
    pendingApprovals(state, deployment) > 0 && (hasRules(state) || deployment.status === 'blocked');
  if (!waits) throw say(user, 'This deployment is not waiting for approvals.');
}

/** The rule the approval counts for; null in the unified mode, where everybody who may deploy approves. */
function findRule(
  state: State,
  environment: Environment,
  user: User,
  representedAs: string | undefined,
): ApprovalRule | null {
  const project = projectById(state, environment.projectId);
  const noRight =
    "You don't have permission to approve this deployment. Contact the project or group owner for help.";
  if (!hasRules(state)) {
    if (!mayDeploy(state, project, environment, user)) throw say(user, noRight);
    return null;
  }
  const own = approvalRules(state, environment).filter((rule) => admits(state, project, rule, user));
  const [first] = own;
  if (!first) throw say(user, noRight);
  return representedAs ? ruleCalled(state, own, user, representedAs) : first;
}

/** Substring of the label, upper and lower case told apart; a label GitLab has no words for breaks it (500). */
function ruleCalled(state: State, rules: ApprovalRule[], user: User, name: string): ApprovalRule {
  for (const rule of rules) {
    const label = accessLabel(state, rule);
    if (label === null) throw internalError();
    if (label.includes(name)) return rule;
  }
  throw say(
    user,
    'There are no approval rules for the given `represent_as` parameter. Use a valid User/Group/Role name instead.',
  );
}

function upsert(
  state: State,
  deployment: Deployment,
  user: User,
  rule: ApprovalRule | null,
  { status, comment }: Decision,
): Approval {
  const ruleId = rule?.id ?? null;
  const existing = state.approvals.find(
    (one) => one.deploymentId === deployment.id && one.userId === user.id && one.ruleId === ruleId,
  );
  if (existing?.status === status) return existing;
  if (comment !== undefined && Array.from(comment).length > MAX_COMMENT) {
    throw refuse(400, [`Comment is too long (maximum is ${MAX_COMMENT} characters)`]);
  }
  const next = { status, comment: comment ?? null };
  if (existing) return Object.assign(existing, next);
  const row: Approval = {
    id: state.nextId('approval'),
    deploymentId: deployment.id,
    userId: user.id,
    ruleId,
    ...next,
    createdAt: timestamp(state),
  };
  state.approvals.push(row);
  return row;
}

/** One rejection is final: the job fails for good. A job that ended already cannot fail again. */
function rejectJob(state: State, deployment: Deployment): void {
  const job = jobOf(state, deployment);
  if (!job) return;
  if (job.status === 'failed') throw internalError();
  job.failureReason = 'deployment_rejected';
  setJobStatus(state, job, 'failed');
}

/** Only the unified approvals before 15.0 start the job with the last approval. */
function enqueueWhenComplete(state: State, deployment: Deployment): void {
  const job = jobOf(state, deployment);
  if (job?.status === 'manual' && pendingApprovals(state, deployment) === 0)
    setJobStatus(state, job, 'pending');
}
