import { labelOf, type RuleTally, rulesVotedBy, tallyRules, votesOf } from './approvals.ts';
import type { Deployment, GitLabUser } from './deployment.ts';
import { SlipwayError } from './errors.ts';

/** Under which rule an approval is given: a label, GitLab's own choice, or a question to the person. */
export type RuleChoice =
  /** `mayRepeat`: GitLab may take another rule for it, one that holds the person's vote; nothing changes then. */
  | { readonly kind: 'label'; readonly label: string; readonly mayRepeat?: true }
  | { readonly kind: 'gitlab-chooses' }
  | { readonly kind: 'ask'; readonly labels: readonly string[] };

/**
 * Whether it has to be looked up which rules admit the person: to choose among several, or, where one is named already,
 * only if GitLab could take another one for it.
 */
export function needsRuleChoice(deployment: Deployment, representedAs?: string): boolean {
  const tallies = tallyRules(deployment);
  if (representedAs === undefined) return tallies.length > 1;
  const labels = tallies.flatMap(({ rule }) => rule.label || []);
  return labels.some((label, at) => labels.some((other, place) => place !== at && other.includes(label)));
}

/**
 * Chooses the rule to approve under. GitLab would take *any* rule that admits the person, also one that already holds
 * their approval, and answer 201 without progress; so a person of several open rules is asked. A rule without a label
 * cannot be asked for: it is left to GitLab only while none of the person's votes could be taken again.
 * @param fits the rules that admit the person, as far as the server lets that be known
 * @throws SlipwayError `already-voted`, `unknown-rule`, `rules-alike`
 */
export function chooseRule(
  deployment: Deployment,
  me: GitLabUser,
  fits: readonly RuleTally[],
  representedAs: string | undefined,
): RuleChoice {
  const choice = wantedRule(deployment, me, fits, representedAs);
  return choice.kind === 'label' ? assertMeant(deployment, me, fits, choice.label) : choice;
}

/**
 * GitLab takes the name for the first rule that admits the person and holds it anywhere in its label, in an order it does
 * not tell. Nothing is sent that could count for a rule of another name. Where it could only meet a vote that stands
 * already, it may be sent: that changes nothing.
 */
function assertMeant(
  deployment: Deployment,
  me: GitLabUser,
  fits: readonly RuleTally[],
  label: string,
): RuleChoice {
  const voted = rulesVotedBy(deployment, me);
  const isHeld = (tally: RuleTally): boolean => voted.some((one) => one.rule === tally.rule);
  const taken = fits.filter(({ rule }) => rule.label?.includes(label));
  const others = taken.filter((tally) => tally.rule.label !== label && !isHeld(tally));
  if (others.length > 0)
    throw new SlipwayError('rules-alike', {
      rule: label,
      rules: [...new Set(others.map((one) => one.label))],
    });
  const held = taken.filter(isHeld);
  if (held.length === 0) return { kind: 'label', label };
  if (held.length === taken.length) throw alreadyVoted(deployment, me, held);
  return { kind: 'label', label, mayRepeat: true };
}

function wantedRule(
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
