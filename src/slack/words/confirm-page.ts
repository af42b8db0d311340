import type { ErrorCode, ErrorFacts } from '../../core/errors.ts';
import type { StepUp } from '../../core/ports/step-up.ts';
import { shortSha } from '../cards/version.ts';
import { plainLine } from '../escape.ts';
import type { CommandNames } from './commands.ts';
import { errorWords } from './errors.ts';
import { plainWords } from './fallback.ts';

const FAILED = { title: 'Not approved', next: 'Go back to Slack and try again.' };

/**
 * Strings of the pages on which an approval is confirmed, as plain text: whoever builds the page escapes them for HTML.
 * What comes from outside is one line, in which nothing reorders the rest.
 */
export const confirmPageWords = (commands: CommandNames) => ({
  product: 'Slipway',
  question: {
    title: 'Confirm this approval',
    /** What is approved, in one sentence. */
    what: (stepUp: StepUp): string =>
      `You are approving ${versionOf(stepUp)} to ${plainLine(stepUp.named.project, 255)} → ${plainLine(stepUp.named.environment, 255)}`,
    details: ({ act, gitlabUser, named }: StepUp): readonly string[] => [
      ...(act.comment === undefined || act.comment === ''
        ? []
        : [`With the comment: ${plainLine(act.comment, 600)}`]),
      ...(act.representedAs === undefined ? [] : [`Under the rule: ${plainLine(act.representedAs, 255)}`]),
      ...(act.runWhenComplete === true
        ? ['The job is run as well, if this is the last approval needed.']
        : []),
      `It counts in GitLab as the approval of @${plainLine(gitlabUser.username, 255)} for deployment #${named.deployment}.`,
    ],
    approve: 'Approve',
    cancel: 'Cancel',
  },
  sent: {
    title: 'Approval sent',
    text: 'The card in Slack will show it, and you are told there how it ended. You can close this page.',
  },
  canceled: {
    title: 'Nothing was approved',
    text: 'You can close this page. The card in Slack still waits.',
  },
  failed: { title: FAILED.title },
  error: (code: ErrorCode, facts: ErrorFacts): readonly string[] => {
    const { say, next = FAILED.next } = errorWords(code, facts, commands);
    return [plainWords(say), plainWords(next)];
  },
});

function versionOf({ ref, sha }: StepUp): string {
  const name = plainLine(ref, 255);
  if (name === '') return shortSha(sha);
  return sha === '' ? name : `${name} (${shortSha(sha)})`;
}
