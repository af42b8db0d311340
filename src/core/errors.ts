/**
 * Every way an act can end badly, one row each. The row says how loudly the operator's log speaks of it and whether a
 * background job may try again; the words for the person stand under the same code in `slack/words/errors.ts`.
 *
 * Levels follow who has to act: `error` is our own defect, `warn` is for the operator, `info` is for the person.
 */
export const ERROR_TABLE = {
  // Who is asking
  'not-connected': { level: 'info', retry: 'never' },
  'connection-lost': { level: 'info', retry: 'never' },
  outsider: { level: 'warn', retry: 'never' },
  'not-installed': { level: 'warn', retry: 'never' },
  'account-refused': { level: 'warn', retry: 'never' },
  'account-unchecked': { level: 'warn', retry: 'never' },
  'operators-only': { level: 'warn', retry: 'never' },
  'too-many-requests': { level: 'info', retry: 'never' },
  'account-taken': { level: 'info', retry: 'never' },
  'link-expired': { level: 'info', retry: 'never' },
  'link-foreign': { level: 'warn', retry: 'never' },
  'link-refused': { level: 'info', retry: 'never' },
  'gitlab-account-refused': { level: 'warn', retry: 'never' },
  // Confirming an approval after a fresh sign-in
  'confirm-unavailable': { level: 'warn', retry: 'never' },
  'confirm-expired': { level: 'info', retry: 'never' },
  'confirm-foreign': { level: 'warn', retry: 'never' },
  'confirm-refused': { level: 'info', retry: 'never' },
  'confirm-scope': { level: 'warn', retry: 'never' },
  'confirm-other-account': { level: 'warn', retry: 'never' },
  'confirm-stale': { level: 'warn', retry: 'never' },
  'confirm-unproven': { level: 'warn', retry: 'never' },
  'confirm-outdated': { level: 'info', retry: 'never' },
  // What was typed or clicked
  usage: { level: 'info', retry: 'never' },
  'unknown-subcommand': { level: 'info', retry: 'never' },
  'unknown-command': { level: 'info', retry: 'never' },
  'project-missing': { level: 'info', retry: 'never' },
  'project-not-found': { level: 'info', retry: 'never' },
  'bad-project': { level: 'info', retry: 'never' },
  'bad-deployment': { level: 'info', retry: 'never' },
  'deployment-not-found': { level: 'info', retry: 'never' },
  'text-too-long': { level: 'info', retry: 'never' },
  'bad-value': { level: 'info', retry: 'never' },
  'unknown-filter': { level: 'info', retry: 'never' },
  'foreign-url': { level: 'info', retry: 'never' },
  'control-unknown': { level: 'warn', retry: 'never' },
  'card-unknown': { level: 'warn', retry: 'never' },
  'card-outdated': { level: 'info', retry: 'never' },
  // What GitLab's rules say of a decision or a run
  'not-waiting': { level: 'info', retry: 'never' },
  superseded: { level: 'info', retry: 'never' },
  'not-superseded': { level: 'info', retry: 'never' },
  'already-voted': { level: 'info', retry: 'never' },
  'own-deployment': { level: 'info', retry: 'never' },
  'not-an-approver': { level: 'info', retry: 'never' },
  'approvals-unavailable': { level: 'info', retry: 'never' },
  'not-protected': { level: 'info', retry: 'never' },
  'unknown-rule': { level: 'info', retry: 'never' },
  'rules-alike': { level: 'info', retry: 'never' },
  'comment-too-long': { level: 'info', retry: 'never' },
  'reason-missing': { level: 'info', retry: 'never' },
  'not-runnable': { level: 'info', retry: 'never' },
  'run-forbidden': { level: 'info', retry: 'never' },
  'run-unconfirmed': { level: 'warn', retry: 'never' },
  // A write was sent and no clear answer came: what GitLab shows later decides
  'outcome-open': { level: 'info', retry: 'settle' },
  'write-unconfirmed': { level: 'warn', retry: 'never' },
  'confirmation-gone': { level: 'info', retry: 'never' },
  'environment-not-found': { level: 'info', retry: 'never' },
  'environment-not-stopped': { level: 'info', retry: 'never' },
  'nothing-to-do': { level: 'info', retry: 'never' },
  'watcher-blind': { level: 'warn', retry: 'never' },
  'watch-of-others': { level: 'info', retry: 'never' },
  'watch-marked': { level: 'warn', retry: 'never' },
  'watch-from-file': { level: 'info', retry: 'never' },
  'watch-unreadable': { level: 'info', retry: 'never' },
  'watch-answered': { level: 'info', retry: 'never' },
  'watch-changed': { level: 'info', retry: 'never' },
  'watch-not-found': { level: 'info', retry: 'never' },
  // User groups that stand for groups of GitLab
  'group-not-found': { level: 'info', retry: 'never' },
  'user-group-not-found': { level: 'info', retry: 'never' },
  'map-forbidden': { level: 'info', retry: 'never' },
  'map-not-found': { level: 'info', retry: 'never' },
  // Webhooks of GitLab that a person wants to set up
  'hook-off': { level: 'warn', retry: 'never' },
  'hook-address': { level: 'warn', retry: 'never' },
  'hook-forbidden': { level: 'info', retry: 'never' },
  'hook-group-missing': { level: 'info', retry: 'never' },
  'hook-address-refused': { level: 'warn', retry: 'never' },
  'hook-unsigned': { level: 'warn', retry: 'never' },
  // GitLab itself
  'gitlab-unauthorized': { level: 'warn', retry: 'never' },
  'gitlab-forbidden': { level: 'info', retry: 'never' },
  'gitlab-not-found': { level: 'info', retry: 'never' },
  'gitlab-refused': { level: 'warn', retry: 'never' },
  'gitlab-conflict': { level: 'warn', retry: 'soon' },
  'gitlab-moved': { level: 'warn', retry: 'never' },
  'gitlab-rate-limited': { level: 'warn', retry: 'later' },
  'gitlab-unreachable': { level: 'warn', retry: 'soon' },
  'gitlab-timeout': { level: 'warn', retry: 'soon' },
  'gitlab-down': { level: 'warn', retry: 'soon' },
  'gitlab-invalid-answer': { level: 'error', retry: 'later' },
  // Slack and the store
  'channel-unreachable': { level: 'warn', retry: 'never' },
  // What keeps a watch from showing anything, told to whoever set it up
  'channel-lost': { level: 'warn', retry: 'never' },
  'card-deleted': { level: 'info', retry: 'never' },
  'project-unreadable': { level: 'warn', retry: 'never' },
  'file-watches-lost': { level: 'warn', retry: 'never' },
  'project-archived': { level: 'info', retry: 'never' },
  'slack-refused': { level: 'error', retry: 'never' },
  'slack-rate-limited': { level: 'warn', retry: 'later' },
  'slack-ambiguous': { level: 'warn', retry: 'settle' },
  'slack-unreachable': { level: 'warn', retry: 'soon' },
  'store-unavailable': { level: 'error', retry: 'soon' },
  'secret-unreadable': { level: 'error', retry: 'never' },
  'busy-elsewhere': { level: 'info', retry: 'soon' },
  'job-malformed': { level: 'error', retry: 'never' },
  internal: { level: 'error', retry: 'never' },
} as const satisfies Record<string, ErrorRow>;

export interface ErrorRow {
  readonly level: 'info' | 'warn' | 'error';
  /** `soon`: seconds; `later`: when the other side says; `settle`: after 30 s, by looking first. */
  readonly retry: 'never' | 'soon' | 'later' | 'settle';
}

export type ErrorCode = keyof typeof ERROR_TABLE;

/** What the words of an error may name. Values are untrusted text; never a secret. */
export type ErrorFacts = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The one error class: a code from the table, the facts its words need, and for background work when to try again. */
export class SlipwayError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  /** Milliseconds to wait before another try, where the other side said so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    facts: ErrorFacts = {},
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(code, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'SlipwayError';
    this.code = code;
    this.facts = facts;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The code of any thrown thing; what is not ours is `internal`. */
export const codeOf = (error: unknown): ErrorCode =>
  error instanceof SlipwayError ? error.code : 'internal';

/** Whether the error is one of ours with one of these codes. */
export const isError = (error: unknown, ...codes: ErrorCode[]): error is SlipwayError =>
  error instanceof SlipwayError && codes.includes(error.code);
