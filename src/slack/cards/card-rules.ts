import type { RuleTally } from '../../core/approvals.ts';
import type { DeploymentView } from '../../core/card.ts';
import { literal } from '../escape.ts';
import { approvalsCount, CARD, moreRules, pendingTotal, ruleLine } from '../words/card.ts';
import { someOf } from '../words/counts.ts';

const NAMES_SHOWN = 5;
const RULES_SHOWN = 8;

/** `1 of 3`, over all rules; `undefined` where there are none. */
export function approvalCount(tallies: readonly RuleTally[]): string | undefined {
  if (tallies.length === 0) return undefined;
  const required = tallies.reduce((sum, tally) => sum + tally.required, 0);
  const missing = tallies.reduce((sum, tally) => sum + tally.missing, 0);
  return approvalsCount(required - missing, required);
}

/** One line a rule; `undefined` where the environment asks for no approvals. */
export function cardRules(view: DeploymentView): string | undefined {
  const { tallies } = view;
  const pending = view.deployment.approval?.pending;
  const missing = tallies.reduce((sum, tally) => sum + tally.missing, 0);
  const disagree = pending !== undefined && pending !== missing;
  if (tallies.length === 0 && !disagree) return undefined;
  const count = approvalCount(tallies);
  return [
    count === undefined ? `*${CARD.approvals}*` : `*${CARD.approvals}*: ${count}`,
    ...tallies.slice(0, RULES_SHOWN).map((tally) => `• ${ruleWords(tally)}`),
    ...(tallies.length > RULES_SHOWN ? [`• ${moreRules(tallies.length - RULES_SHOWN)}`] : []),
    ...(disagree ? [pendingTotal(pending)] : []),
  ].join('\n');
}

/** `Security: 1 of 2 (Kim)` in mrkdwn. */
export function ruleWords(tally: RuleTally): string {
  const names = tally.approvers.map((one) => literal(one.name, 60));
  const given = tally.approvers.length;
  return ruleLine(literal(tally.label, 80), given, tally.required, someOf(names, NAMES_SHOWN));
}
