import { slackDate } from '../dates.ts';
import { both, either } from './counts.ts';
import type { ErrorWordsOf } from './error-words.ts';
import type { FactReader } from './facts.ts';
import { phaseSentence } from './phases.ts';

/** What GitLab's rules say of a decision or a run. */
export const DECISION_ERRORS: ErrorWordsOf<
  | 'not-waiting'
  | 'superseded'
  | 'not-superseded'
  | 'already-voted'
  | 'own-deployment'
  | 'not-an-approver'
  | 'approvals-unavailable'
  | 'not-protected'
  | 'unknown-rule'
  | 'rules-alike'
  | 'comment-too-long'
  | 'reason-missing'
  | 'not-runnable'
  | 'run-forbidden'
  | 'run-unconfirmed'
  | 'outcome-open'
> = {
  'not-waiting': (facts) => ({
    say: facts.has('by')
      ? `${facts.text('by', '')} rejected ${deployment(facts)} already. Your decision was not sent.`
      : `${capital(deployment(facts))} ${phaseSentence(facts.raw('phase') ?? '')}, so it does not wait for approval. Your decision was not sent.`,
    next: 'The card shows where it stands.',
  }),
  superseded: (facts) => ({
    say: `${capital(deployment(facts))} is outdated: ${facts.has('newer') ? `#${facts.text('newer', '')}` : 'a newer one'} of the same environment came after it. Nothing was changed.`,
    next: 'Decide on the newer one; it has its own card.',
  }),
  'not-superseded': (facts) => ({
    say: `${capital(deployment(facts))} is not outdated any more: no newer one of the same environment waits or has succeeded. Nothing was rejected.`,
    next: 'It has a card of its own; decide there.',
  }),
  'already-voted': (facts) => ({
    say: `You approved this already${when(facts)}${asRules(facts)}. GitLab counts one approval per person and rule.`,
    next: 'Somebody else has to give the missing approvals.',
  }),
  'own-deployment': (facts) => ({
    say: `You started this deployment, so someone else must approve it (GitLab's rule${facts.has('environment') ? ` for ${facts.text('environment', '')}` : ''}).`,
    next: 'Ask one of the approvers shown on the card.',
  }),
  'not-an-approver': (facts) => ({
    say: `You are not one of the approvers for ${facts.text('environment', 'this environment')}${facts.has('names') ? `: ${either(facts.list('names'))} can do it` : ''}. Nothing was changed.`,
    next: facts.has('rules')
      ? `Still missing: ${both(facts.list('rules'))}. *Who can approve?* on the card shows the people.`
      : '*Who can approve?* on the card shows the people.',
  }),
  'approvals-unavailable': () => ({
    say: 'This GitLab has no deployment approvals (they need GitLab Premium or Ultimate, 14.8 or newer). Nothing was changed.',
    next: 'A waiting job can still be run by somebody with deploy permission.',
  }),
  'not-protected': (facts) => ({
    say: `${facts.text('environment', 'This environment')} asks for no approvals in GitLab. Nothing was changed.`,
    next: 'Somebody with deploy permission can run the job; approval rules are set under Settings > CI/CD > Protected environments.',
  }),
  'unknown-rule': (facts) => ({
    say: `No approval rule of this deployment is called ${facts.code('wanted', 'that')}. Nothing was approved.`,
    next: facts.has('rules')
      ? `Its rules are ${both(facts.codes('rules'))}.`
      : '*Who can approve?* on the card shows its rules.',
  }),
  'rules-alike': (facts) =>
    facts.has('rules')
      ? {
          say: `Nothing was approved: GitLab may take ${facts.code('rule', 'this rule')} for ${both(facts.codes('rules'))}, since it looks for a part of the name among the rules you belong to.`,
          next: `Approve as ${both(facts.codes('rules'))} first, if you mean that as well, and then as ${facts.code('rule', 'this rule')}.`,
        }
      : {
          say: `GitLab took your approval for a rule that has it already, so ${facts.code('rule', 'the other rule')} still lacks one: it cannot tell the rules you belong to apart by that name.`,
          next: 'Somebody else has to approve, or a maintainer gives one of the rules another name in GitLab.',
        },
  'comment-too-long': (facts) => ({
    say: `That comment is too long: GitLab takes at most ${facts.text('limit', '255')} characters. Nothing was sent.`,
    next: 'Shorten it and send it again.',
  }),
  'reason-missing': (facts) => ({
    say: 'A rejection needs a reason, so that the requester knows what to change. Nothing was rejected.',
    next: facts.has('usage')
      ? `Write it like this: ${facts.code('usage', '')}`
      : 'Add a short reason and send it again.',
  }),
  'not-runnable': (facts, commands) => ({
    say: `${facts.has('said') ? `GitLab did not run it: ${facts.text('said', '').replace(/\.+$/u, '')}` : `${capital(deployment(facts))} ${phaseSentence(facts.raw('phase') ?? '')}, so there is nothing to run`}.`,
    next: `\`${commands.deploy} show\` tells more; to deploy again, start a new pipeline in GitLab.`,
  }),
  'run-forbidden': (facts) => ({
    say:
      facts.raw('again') === 'true'
        ? `GitLab does not let you retry this job: it was retried already, or you have no deploy permission for ${facts.text('environment', 'the environment')}. Nothing was started.`
        : `GitLab does not let you run this job: it takes deploy permission for ${facts.text('environment', 'the environment')}. Nothing was started.`,
    next:
      facts.raw('again') === 'true'
        ? 'Look at the newest deployment there, or ask somebody who may deploy.'
        : 'Ask somebody who may deploy there.',
  }),
  'run-unconfirmed': () => ({
    say: "I asked GitLab to run the job but got no clear answer, so I can't tell whether it started. I did not ask a second time.",
    next: 'Look at the job in GitLab before you run it again; the card shows what GitLab says.',
  }),
  'outcome-open': () => ({
    say: "GitLab gave no clear answer for several minutes, so I can't tell whether it counted.",
    next: 'Look at the deployment in GitLab before you repeat it; the card shows what GitLab says.',
  }),
};

const deployment = (facts: FactReader): string =>
  facts.has('deployment') ? `deployment #${facts.text('deployment', '')}` : 'this deployment';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function when(facts: FactReader): string {
  const date = slackDate(facts.raw('at'));
  return date === '' ? '' : ` (${date})`;
}

function asRules(facts: FactReader): string {
  const rules = facts.list('rules');
  return rules.length === 0 ? '' : ` as ${both(rules)}`;
}
