import type { ErrorWords, ErrorWordsOf } from './error-words.ts';
import type { FactReader } from './facts.ts';
import { nextStep } from './gitlab-next-steps.ts';

/** GitLab itself. */
export const GITLAB_ERRORS: ErrorWordsOf<
  | 'gitlab-unauthorized'
  | 'gitlab-forbidden'
  | 'gitlab-not-found'
  | 'gitlab-refused'
  | 'gitlab-conflict'
  | 'gitlab-moved'
  | 'gitlab-rate-limited'
  | 'gitlab-unreachable'
  | 'gitlab-timeout'
  | 'gitlab-down'
  | 'gitlab-invalid-answer'
> = {
  'gitlab-unauthorized': (_facts, commands) => ({
    say: 'GitLab did not accept the sign-in (401). Nothing was changed.',
    next: `Connect again with \`${commands.slipway} connect\`; if that does not help, tell whoever runs Slipway.`,
  }),
  'gitlab-forbidden': (facts, commands) =>
    facts.raw('lacks') === 'scope'
      ? {
          say: `Your connection to GitLab was given too little for this (${answer(facts, '403')}). Nothing was changed.`,
          next: `Connect again with \`${commands.slipway} connect\`; if that does not help, whoever runs Slipway has to give its OAuth application the scope \`api\`.`,
        }
      : {
          say: `GitLab does not allow you to do this (${answer(facts, '403')}). Nothing was changed.`,
          next:
            nextStep(facts.raw('call'), 'gitlab-forbidden', commands) ??
            'Ask a maintainer of the project for the permission, or somebody who has it to do it.',
        },
  'gitlab-not-found': () => ({
    say: "GitLab can't find this, or does not show it to you (404). Nothing was changed.",
    next: 'Check the name, and that you are a member of the project.',
  }),
  'gitlab-refused': (facts, commands) => ({
    say: `GitLab refused (${answer(facts, 'no reason given')}). Nothing was changed.`,
    // Without words of GitLab's it may be a proxy's refusal, which has nothing to do with what was entered.
    next: facts.has('said')
      ? (nextStep(facts.raw('call'), 'gitlab-refused', commands) ??
        'Mend what GitLab names, then send it again.')
      : 'Open it in GitLab to see why, or try again there.',
  }),
  'gitlab-conflict': (facts) => ({
    say: `Something else is changing this in GitLab at the same moment (${answer(facts, '409')}). Nothing was changed by you.`,
    next: 'Look at it again in a minute, then try once more.',
  }),
  'gitlab-moved': () => ({
    say: 'GitLab answered with another address. I did not follow it, and nothing was changed.',
    next: 'The project may have been renamed: use its new path; or whoever runs Slipway has to correct `GITLAB_URL`.',
  }),
  'gitlab-rate-limited': () => ({
    say: 'GitLab asked me to slow down (429). Nothing was changed.',
    next: 'Try again in a minute.',
  }),
  'gitlab-unreachable': (facts) => lostContact(facts, "I couldn't reach GitLab"),
  'gitlab-timeout': (facts) => lostContact(facts, 'GitLab did not answer in time'),
  'gitlab-down': (facts) =>
    lostContact(facts, `GitLab has a problem of its own (${answer(facts, 'server error')})`),
  'gitlab-invalid-answer': () => ({
    say: 'GitLab answered something I could not read, so I show nothing rather than something wrong.',
    next: 'Open it in GitLab; whoever runs Slipway finds the details in the log.',
  }),
};

/** A write that timed out may have arrived, so "nothing" is claimed only of what surely had no effect. */
const lostContact = (facts: FactReader, what: string): ErrorWords =>
  facts.raw('effect') === 'none'
    ? { say: `${what}. Nothing was approved or changed.`, next: 'Try again in a minute.' }
    : {
        say: `${what}, so I can't tell what it would say now.`,
        next: 'Try again in a minute; the card always shows what GitLab says.',
      };

function answer(facts: FactReader, otherwise: string): string {
  const status = facts.text('status', '');
  const said = facts.text('said', '');
  const parts = [status, said].filter((part) => part !== '');
  // The sentence around it has a full stop of its own.
  return parts.length === 0 ? otherwise : parts.join(': ').replace(/\.+$/u, '');
}
