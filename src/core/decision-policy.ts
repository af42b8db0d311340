import { COMMENT_LIMIT, commentFits } from './acts.ts';
import { tallyRules } from './approvals.ts';
import type { Deployment, GitLabUser } from './deployment.ts';
import { SlipwayError } from './errors.ts';
import type { Revision } from './ids.ts';
import { type Phase, phaseOf } from './phase.ts';

/** A deployment as GitLab tells it now, with what follows from it. */
export interface Reading {
  readonly deployment: Deployment;
  readonly phase: Phase;
  readonly revision: Revision;
  readonly supersededBy: Deployment | undefined;
  /** While it waits: older ones of its environment that wait still, the newest first. */
  readonly older?: readonly Deployment[];
  /** While it waits: the environment's last success before it. */
  readonly previous?: Deployment | undefined;
}

/**
 * Refuses a decision that GitLab would take without effect or that is not about what the person saw. GitLab itself
 * checks neither: it accepts approvals of finished deployments.
 * @param clicked the revision of the card that was clicked; absent when the deployment was named in a command
 * @throws SlipwayError `not-waiting`, `superseded`, `card-outdated`, `not-protected`, `approvals-unavailable`
 */
export function assertDecidable(reading: Reading, clicked?: Revision): void {
  const { phase, supersededBy, deployment } = reading;
  if (supersededBy !== undefined && phase === 'superseded') {
    throw new SlipwayError('superseded', { deployment: deployment.id, newer: supersededBy.id });
  }
  // Nobody is asked to approve a job that only waits to be run: there it is the rules that are missing.
  if (phase === 'manual') throw withoutRules(deployment);
  if (phase !== 'awaiting-approval') {
    throw new SlipwayError('not-waiting', { phase, deployment: deployment.id, by: rejecterOf(deployment) });
  }
  if (clicked !== undefined && clicked !== reading.revision) {
    throw new SlipwayError('card-outdated', { deployment: deployment.id });
  }
}

/**
 * Refuses to reject, for being older than another one, a deployment that is in fact not outdated or that waits no longer.
 * @throws SlipwayError `not-waiting`, `not-superseded`, `not-protected`, `approvals-unavailable`
 */
export function assertReplaced(reading: Reading): void {
  const { deployment, phase, supersededBy } = reading;
  if (phase === 'superseded') {
    const own = phaseOf(deployment);
    if (own === 'manual') throw withoutRules(deployment);
    if (own !== 'awaiting-approval')
      throw new SlipwayError('not-waiting', { phase: own, deployment: deployment.id });
    return;
  }
  assertDecidable(reading);
  if (supersededBy === undefined) throw new SlipwayError('not-superseded', { deployment: deployment.id });
}

const withoutRules = ({ approval, environment }: Deployment): SlipwayError =>
  approval === undefined
    ? new SlipwayError('approvals-unavailable')
    : new SlipwayError('not-protected', { environment: environment.name });

const rejecterOf = (deployment: Deployment): string | undefined =>
  deployment.approval?.approvals.find((approval) => approval.status === 'rejected')?.user.name;

/**
 * Says why GitLab refused a decision, from the state read after the refusal. GitLab's own words are in the caller's
 * language and decide nothing.
 * @param status HTTP status of the refusal
 */
export function explainRefusal(
  reading: Reading,
  me: GitLabUser,
  attempt: {
    status: number | undefined;
    decision: 'approved' | 'rejected';
    representedAs?: string | undefined;
    comment?: string | undefined;
    said?: string | undefined;
  },
): SlipwayError {
  const { deployment } = reading;
  const approval = deployment.approval;
  if (attempt.status === 404 && approval === undefined) return new SlipwayError('approvals-unavailable', {});
  if (reading.phase === 'manual') return withoutRules(deployment);
  if (reading.phase !== 'awaiting-approval') {
    return new SlipwayError('not-waiting', {
      phase: reading.phase,
      deployment: deployment.id,
      by: rejecterOf(deployment),
    });
  }
  if (attempt.status !== 400)
    return new SlipwayError('gitlab-refused', { status: attempt.status, said: attempt.said });
  if (attempt.decision === 'approved' && deployment.requestedBy?.id === me.id) {
    return new SlipwayError('own-deployment', { environment: deployment.environment.name });
  }
  if (attempt.comment !== undefined && !commentFits(attempt.comment))
    return new SlipwayError('comment-too-long', { limit: COMMENT_LIMIT });
  const rules = tallyRules(deployment);
  if (rules.length === 0)
    return new SlipwayError('not-protected', { environment: deployment.environment.name });
  const { representedAs } = attempt;
  const labels = rules.map(({ label }) => label);
  if (representedAs !== undefined && !labels.some((label) => label.includes(representedAs)))
    return new SlipwayError('unknown-rule', { wanted: representedAs, rules: labels });
  return new SlipwayError('not-an-approver', {
    environment: deployment.environment.name,
    rules: rules.filter((tally) => tally.missing > 0).map((tally) => tally.label),
  });
}

/**
 * Refuses a run that would not do what the card says: GitLab would *clone* a manual job that has already finished.
 * @throws SlipwayError `not-runnable`, `card-outdated`, `superseded`
 */
export function assertRunnable(reading: Reading, again: boolean, clicked?: Revision): void {
  const { phase, deployment, supersededBy } = reading;
  if (phase === 'superseded' && supersededBy !== undefined) {
    throw new SlipwayError('superseded', { deployment: deployment.id, newer: supersededBy.id });
  }
  const right = again ? phase === 'failed' : phase === 'ready' || phase === 'manual';
  if (!right || deployment.job === null)
    throw new SlipwayError('not-runnable', { phase, deployment: deployment.id });
  if (clicked !== undefined && clicked !== reading.revision) {
    throw new SlipwayError('card-outdated', { deployment: deployment.id });
  }
}
