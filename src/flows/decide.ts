import type { DecideAct } from '../core/acts.ts';
import { tallyRules, votesOf } from '../core/approvals.ts';
import { assertDecidable, assertReplaced, explainRefusal } from '../core/decision-policy.ts';
import { SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { Notice } from '../core/notice.ts';
import { phaseOf } from '../core/phase.ts';
import type { Ports } from '../core/ports/ports.ts';
import { chooseRule, needsRuleChoice, type RuleChoice } from '../core/rule-choice.ts';
import {
  type ActContext,
  assertSettled,
  markSent,
  openAct,
  outcomeUnknown,
  type Seen,
  see,
} from './act-context.ts';
import { recordDone } from './audit-act.ts';
import { fittingRules } from './fitting-rules.ts';
import type { Journal } from './journal.ts';
import { refreshAfter } from './refresh-after.ts';
import { runApproved } from './run-approved.ts';
import { endConfirmation, requireConfirmation } from './step-up/require-confirmation.ts';

/**
 * Approves or rejects a deployment as the person: reads it anew, refuses what is not about what they saw, sends the
 * decision with their own authorisation, reads again, and has every card of the deployment brought up to date.
 *
 * May be repeated after any crash: a decision that GitLab already holds is reported, not sent again.
 * @returns what to tell the person
 * @throws SlipwayError the refusal to tell, or `outcome-open` with `retryAfterMs` while the outcome is not known
 */
export async function decide(ports: Ports, act: DecideAct, journal: Journal): Promise<Notice> {
  return openAct(ports, act, journal, async (context) => {
    await endConfirmation(context, act);
    const seen = await see(context);
    if (stands(context, act, seen)) return conclude(context, act, seen, undefined);
    assertDecision(context, act, seen);
    const choice = await chooseAs(context, act, seen);
    if (choice.kind === 'ask') return askForRule(context, seen, choice.labels);
    const representedAs = choice.kind === 'label' ? choice.label : undefined;
    assertSettled(context);
    const question = await requireConfirmation(context, act, seen, representedAs);
    if (question !== undefined) return question;
    await markSent(context, ownVotes(context, act, seen));
    await send(context, act, seen, representedAs);
    const after = await see(context).catch(() => seen);
    assertCounted(context, act, { choice, seen, after });
    return conclude(context, act, after, representedAs);
  });
}

function assertDecision({ at }: ActContext, act: DecideAct, { reading }: Seen): void {
  if (act.decision === 'rejected' && act.replacedBy !== undefined) assertReplaced(reading);
  else assertDecidable(reading, at.clicked);
}

/** The person's votes of this kind on the deployment; more than one where they meet several rules. */
const ownVotes = ({ me }: ActContext, act: DecideAct, seen: Seen): number =>
  votesOf(seen.reading.deployment, me).filter((vote) => vote.status === act.decision).length;

/** Whether a decision sent earlier turns out to stand in GitLab: a vote more than there was before it was sent. */
const stands = (context: ActContext, act: DecideAct, seen: Seen): boolean =>
  context.journal.sentAt !== undefined && ownVotes(context, act, seen) > context.journal.votesBefore;

async function chooseAs(context: ActContext, act: DecideAct, seen: Seen): Promise<RuleChoice> {
  const { deployment } = seen.reading;
  // One rejection by anybody who fits any rule ends the deployment: there is nothing to choose.
  if (act.decision === 'rejected') {
    return act.representedAs === undefined
      ? { kind: 'gitlab-chooses' }
      : { kind: 'label', label: act.representedAs };
  }
  const unclear = needsRuleChoice(deployment, act.representedAs);
  const fits = unclear ? await fittingRules(context, deployment) : tallyRules(deployment);
  return chooseRule(deployment, context.me, fits, act.representedAs);
}

/**
 * GitLab answers 201 as well where it took a vote that stood already.
 * @throws SlipwayError `rules-alike`
 */
function assertCounted(
  context: ActContext,
  act: DecideAct,
  { choice, seen, after }: { readonly choice: RuleChoice; readonly seen: Seen; readonly after: Seen },
): void {
  if (choice.kind !== 'label' || choice.mayRepeat === undefined || after === seen) return;
  if (ownVotes(context, act, after) <= context.journal.votesBefore)
    throw new SlipwayError('rules-alike', { rule: choice.label });
}

const askForRule = (context: ActContext, seen: Seen, labels: readonly string[]): Notice => ({
  kind: 'choose-rule',
  named: seen.named,
  card:
    context.at.card === undefined ? undefined : { id: context.at.card.id, revision: seen.reading.revision },
  labels,
});

async function send(
  context: ActContext,
  act: DecideAct,
  seen: Seen,
  representedAs: string | undefined,
): Promise<void> {
  const { api, at, me } = context;
  try {
    await api.deployments.decide(at.project, at.deployment, {
      status: act.decision,
      ...(act.comment === undefined || act.comment === '' ? {} : { comment: act.comment }),
      ...(representedAs === undefined ? {} : { representedAs }),
    });
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    if (error.isAmbiguous)
      throw await outcomeUnknown(context, seen, act.decision === 'approved' ? 'approval' : 'rejection');
    if (error.status !== 400 && error.status !== 404) throw error;
    const now = await see(context).catch(() => seen);
    const { status, said } = error;
    const { decision, comment } = act;
    throw explainRefusal(readingFor(act, now), me, { status, decision, comment, representedAs, said });
  }
}

/** Of one that is rejected for being outdated, that it is outdated explains nothing. */
const readingFor = ({ replacedBy }: DecideAct, { reading }: Seen): Seen['reading'] =>
  replacedBy === undefined ? reading : { ...reading, phase: phaseOf(reading.deployment) };

async function conclude(
  context: ActContext,
  act: DecideAct,
  seen: Seen,
  as: string | undefined,
): Promise<Notice> {
  await recordDone(context, act, seen);
  const runs = act.runWhenComplete === true ? await runApproved(context, seen) : 'not-asked';
  await refreshAfter(context);
  return {
    kind: 'decided',
    decision: act.decision,
    named: seen.named,
    as,
    missing: seen.reading.deployment.approval?.pending,
    phase: seen.reading.phase,
    runs,
  };
}
