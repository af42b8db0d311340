import type { AuditAct } from '../../core/audit.ts';
import type { ErrorCode } from '../../core/errors.ts';

/** What was asked for, as it stands at the head of a line. */
export const ACT_WORDS: Record<AuditAct, string> = {
  approve: 'Approve',
  reject: 'Reject',
  run: 'Run',
  retry: 'Retry',
  connect: 'Connect an account',
  disconnect: 'Disconnect',
  'move-connection': 'Move an account',
  'lose-connection': 'Connection ended',
  watch: 'Watch',
  unwatch: 'Stop watching',
  'take-over-watch': 'Take over a watch',
  'lose-watch': 'Watch ended',
  hook: 'Set up a webhook',
  map: 'Map a group',
  unmap: 'Unmap a group',
  command: 'Command',
  click: 'Button',
  form: 'Form',
  'sign-in': 'Sign-in',
  'slack-request': 'Request in the name of Slack',
  'gitlab-webhook': 'Webhook in the name of GitLab',
  'create-deployment': 'Create a deployment',
  'update-deployment': 'Update a deployment',
  'delete-deployment': 'Delete a deployment',
  'create-environment': 'Create an environment',
  'update-environment': 'Update an environment',
  'stop-environment': 'Stop an environment',
  'stop-stale-environments': 'Stop stale environments',
  'delete-environment': 'Delete an environment',
  'delete-review-apps': 'Delete review apps',
};

/** Why an act was refused, where the code itself does not read well. */
const REFUSAL_WORDS: Partial<Record<ErrorCode, string>> = {
  outsider: 'not of this workspace',
  'account-refused': 'this kind of Slack account may not act',
  'account-unchecked': 'Slack did not say whose account it is',
  'link-foreign': 'another browser',
  'not-waiting': 'nothing waited',
  'own-deployment': 'their own deployment',
  'rules-alike': 'GitLab cannot tell the rules apart',
  'not-protected': 'the environment is not protected',
  'run-forbidden': 'may not run it',
  'run-unconfirmed': 'outcome not known',
  'write-unconfirmed': 'outcome not known',
  'outcome-open': 'outcome not known',
  'confirmation-gone': 'the question was answered, or too old',
  'environment-not-stopped': 'the environment is not stopped',
  'watcher-blind': 'the bot cannot read the project',
  'watch-from-file': "it stands in the operators' file",
  'gitlab-unauthorized': 'GitLab refused the connection',
  'gitlab-forbidden': 'GitLab forbids it',
  'gitlab-not-found': 'GitLab knows nothing of it',
  'gitlab-refused': 'GitLab refused',
  'gitlab-conflict': 'something else came first',
  'gitlab-moved': 'the project has moved',
  'gitlab-rate-limited': 'GitLab was asked too often',
  'gitlab-unreachable': 'GitLab could not be reached',
  'gitlab-timeout': 'GitLab took too long',
  'gitlab-down': 'GitLab failed',
  'gitlab-invalid-answer': "GitLab's answer could not be read",
  'store-unavailable': 'Redis was away',
  internal: 'a fault of Slipway',
};

/** The same for requests that nobody proved to be theirs; these reasons are no errors of anybody's act. */
const UNPROVEN_WORDS = {
  'bad-signature': 'the signature was wrong',
  'bad-timestamp': 'its time was more than five minutes from now',
  'body-too-large': 'it was larger than anything Slack sends',
  'webhook-unproven': 'its secret or signature was wrong',
  'webhook-stale': 'its time was more than five minutes from now',
};

const WORDS: Readonly<Record<string, string>> = { ...REFUSAL_WORDS, ...UNPROVEN_WORDS };

/** Strings of `/slipway history`; times are Slack's date markup. */
export const HISTORY = {
  title: '*History*',
  done: 'done',
  refused: (code: string): string =>
    `not done: ${(Object.hasOwn(WORDS, code) ? WORDS[code] : undefined) ?? code.replaceAll('-', ' ')}`,
  confirmed: 'confirmed in the browser',
  nobody: 'nobody known',
  file: "the operators' file",
  message: 'message',
  older: 'Older',
  newer: 'Newer',
  empty: 'Nothing here that fits and that you may see.',
  partly: (time: string): string => `Searched back to ${time}; *Older* goes on from there.`,
  own: 'You see your own acts and those on projects you may read in GitLab.',
  all: 'You see everything, as one of those who run Slipway.',
} as const;
