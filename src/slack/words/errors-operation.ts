import type { ErrorWordsOf } from './error-words.ts';

/** Words for changes of records that could not be made. */
export const OPERATION_ERRORS: ErrorWordsOf<
  | 'write-unconfirmed'
  | 'confirmation-gone'
  | 'environment-not-found'
  | 'environment-not-stopped'
  | 'nothing-to-do'
> = {
  'write-unconfirmed': () => ({
    say: "I sent this to GitLab but got no clear answer, so I can't tell whether it was done. I did not send it a second time.",
    next: 'Look in GitLab before you repeat it.',
  }),
  'confirmation-gone': () => ({
    say: 'This question was answered already, or is older than ten minutes. Nothing was changed by this click.',
    next: 'Send the command again to be asked anew.',
  }),
  'environment-not-found': (facts, commands) => ({
    say: `${facts.text('project', 'The project')} has no environment ${facts.code('environment', 'of that name')}, or you may not see it.`,
    next: `\`${commands.env} list\` shows them.`,
  }),
  'environment-not-stopped': (facts, commands) => ({
    say: `${facts.code('environment', 'The environment')} is ${facts.text('state', 'in use')}; GitLab deletes only stopped environments. Nothing was changed.`,
    next: `Stop it first with \`${commands.env} stop\`.`,
  }),
  'nothing-to-do': (facts, commands) => ({
    say: facts.has('before')
      ? `No environment is unchanged since ${facts.text('before', 'then')}, so there is nothing to stop.`
      : `${facts.code('environment', 'The environment')} is ${facts.text('state', 'stopped')} already. Nothing was changed.`,
    next: `\`${commands.env} list\` shows where they stand.`,
  }),
};
