import type { Approval, Deployment, Job } from '../state/delivery-records.ts';
import type { ApprovalRule } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { deploymentPayload, votePart } from './deployment-payload.ts';
import { jobPayload, pipelinePayload } from './job-payload.ts';

/** What a deployment's hook told before 19.3. */
const ALWAYS: ReadonlySet<string> = new Set(['running', 'success', 'failed', 'canceled']);

/** A deployment got a new status: GitLab tells of some, and from 19.3 of `blocked` too. */
export function announceDeployment(state: State, deployment: Deployment): void {
  const { status, projectId } = deployment;
  if (!ALWAYS.has(status) && !(status === 'blocked' && state.version.atLeast('19.3'))) return;
  tell(state, 'deployment_events', 'Deployment Hook', projectId, () =>
    deploymentPayload(state, deployment, status),
  );
}

/** Somebody voted: told from 19.3, once for each vote, without saying how many are missing. */
export function announceVote(
  state: State,
  deployment: Deployment,
  approval: Approval,
  rule: ApprovalRule | null,
): void {
  if (!state.version.atLeast('19.3') || !state.licensed) return;
  tell(state, 'deployment_events', 'Deployment Hook', deployment.projectId, () => ({
    ...deploymentPayload(state, deployment, approval.status),
    ...votePart(state, approval, rule),
  }));
}

/** A job got a new status, and its pipeline with it. */
export function announceJob(state: State, job: Job): void {
  tell(state, 'job_events', 'Job Hook', job.projectId, () => jobPayload(state, job));
  tell(state, 'pipeline_events', 'Pipeline Hook', job.projectId, () => pipelinePayload(state, job));
}

function tell(
  state: State,
  trigger: 'deployment_events' | 'job_events' | 'pipeline_events',
  name: string,
  projectId: number,
  body: () => object,
): void {
  if (state.hooks.size === 0) return;
  // The body is what was true at this moment, however late it is delivered.
  const event = { trigger, name, projectId, body: body() };
  for (const listen of state.onHookEvent) listen(event);
}
