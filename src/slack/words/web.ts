import type { ErrorCode, ErrorFacts } from '../../core/errors.ts';
import type { CommandNames } from './commands.ts';
import { errorWords } from './errors.ts';
import { plainWords } from './fallback.ts';

/**
 * Strings of the sign-in pages, as plain text: whoever builds the page escapes them for HTML.
 */
const WEB = {
  product: 'Slipway',
  confirm: {
    title: 'Connect GitLab to Slack',
    question: (gitlab: string, slack: string): string =>
      `Connect the GitLab account @${gitlab} to the Slack user ${slack}?`,
    consequence:
      'Approvals and runs this Slack user asks for will count as yours in GitLab. Continue only if both are you.',
    confirm: 'Connect',
    cancel: 'Cancel',
    taken: (gitlab: string, other: string): string =>
      `The GitLab account @${gitlab} is connected to the Slack user ${other} now. If you move it here, ${other} is disconnected, and both of you are told in Slack.`,
    move: 'Move it here',
  },
  done: {
    title: 'Connected',
    text: (gitlab: string, slack: string): string =>
      `GitLab @${gitlab} is now connected to the Slack user ${slack}.`,
    next: 'You can close this page and go back to Slack.',
  },
  canceled: {
    title: 'Not connected',
    text: 'Nothing was connected. You can close this page.',
  },
  failed: {
    title: 'Not connected',
    next: 'Go back to Slack and try again.',
  },
} as const;

/** The same with the words of errors, as plain text. */
export const signInWords = (commands: CommandNames) => ({
  ...WEB,
  error: (code: ErrorCode, facts: ErrorFacts): readonly string[] => {
    const { say, next = WEB.failed.next } = errorWords(code, facts, commands);
    return [plainWords(say), plainWords(next)];
  },
});
