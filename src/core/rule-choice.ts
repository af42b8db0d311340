import { labelOf, type RuleTally, rulesVotedBy, tallyRules, votesOf } from './approvals.ts';
import type { Deployment, GitLabUser } from './deployment.ts';
import { SlipwayError } from './errors.ts';

/** Under which rule an approval is given: a label, GitLab's own choice, or a question to the person. */
export type RuleChoice =
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'gitlab-chooses' }
  | { readonly kind: 'ask'; readonly labels: readonly string[] };

/** Whether the person may satisfy a rule; looked up only when the answer depends on it. */
export const needsRuleChoice = (deployment: Deployment): boolean => tallyRules(deployment).length > 1;

/**
 * Chooses the rule to approve under. GitLab would take *any* rule that admits the person, also one that already holds
 * their approval, and answer 201 without progress; so a person of several open rules is asked. A rule without a label
 * cannot be asked for: it is left to GitLab only while none of the person's votes could be taken again.
 * @param fits the rules that admit the person, as far as the server lets that be known
 * @throws SlipwayError `already-voted`, `unknown-rule`
 */
export function chooseRule(
  deployment: Deployment,
  me: GitLabUser,
  fits: readonly RuleTally[],
  representedAs: string | undefined,
): RuleChoice {
  const tallies = tallyRules(deployment);
  const voted = rulesVotedBy(deployment, me);
  if (representedAs !== undefined) return namedRule(tallies, voted, representedAs, deployment, me);
  const open = fits.filter((tally) => tally.missing > 0 && !voted.some((one) => one.rule === tally.rule));
  const labels = new Set(open.flatMap((tally) => tally.rule.label || []));
  const [only] = labels;
  if (tallies.length > 1 && labels.size > 1) return { kind: 'ask', labels: [...labels] };
  if (tallies.length > 1 && only !== undefined) return { kind: 'label', label: only };
  if (hasVoted(deployment, me, tallies, voted)) throw alreadyVoted(deployment, me, voted);
  return { kind: 'gitlab-chooses' };
}

/** GitLab takes a part of a label for the label; a part that stands in several open rules is asked back. */
function namedRule(
  tallies: readonly RuleTally[],
  voted: readonly RuleTally[],
  wanted: string,
  deployment: Deployment,
  me: GitLabUser,
): RuleChoice {
  const matching = tallies.filter((tally) => tally.label.toLowerCase().includes(wanted.toLowerCase()));
  const exact = matching.filter((tally) => tally.label.toLowerCase() === wanted.toLowerCase());
  const meant = exact.length > 0 ? exact : matching;
  if (meant.length === 0)
    throw new SlipwayError('unknown-rule', { wanted, rules: tallies.map((tally) => tally.label) });
  const [rule, ...more] = meant.filter((tally) => !voted.some((one) => one.rule === tally.rule));
  if (rule === undefined) throw alreadyVoted(deployment, me, meant);
  const labels = new Set([rule, ...more].flatMap((tally) => tally.rule.label || []));
  if (labels.size > 1) return { kind: 'ask', labels: [...labels] };
  if (rule.rule.label) return { kind: 'label', label: rule.rule.label };
  if (voted.length > 0) throw alreadyVoted(deployment, me, voted);
  return { kind: 'gitlab-chooses' };
}

/** Where rules are known, a vote under none of them is one under a rule that is gone, and in nobody's way. */
const hasVoted = (
  deployment: Deployment,
  me: GitLabUser,
  tallies: readonly RuleTally[],
  voted: readonly RuleTally[],
): boolean =>
  tallies.length === 0
    ? votesOf(deployment, me).some((vote) => vote.status === 'approved')
    : voted.length > 0;

function alreadyVoted(deployment: Deployment, me: GitLabUser, rules: readonly RuleTally[]): SlipwayError {
  const vote = votesOf(deployment, me).find((one) => one.status === 'approved');
  return new SlipwayError('already-voted', {
    at: vote?.createdAt,
    rules: rules.map((tally) => labelOf(tally.rule)),
  });
}
