/** Strings of the modals. Titles and buttons have at most 24 characters. */
export const MODAL = {
  cancel: 'Cancel',
  close: 'Close',
  loadingTitle: 'One moment',
  loading: 'Asking GitLab…',
  errorTitle: "That didn't work",
  approve: {
    title: 'Approve deployment',
    submit: 'Approve',
    comment: 'Comment',
    commentHint: 'Shown in GitLab and in the thread of the card.',
    approveAs: 'Approve as',
    approveAsPlaceholder: 'Choose a rule',
    run: 'Run it when this completes the approvals',
    runHint: 'GitLab runs it only if you have deploy permission.',
    options: 'Afterwards',
  },
  reject: {
    title: 'Reject deployment',
    submit: 'Reject',
    reason: 'Reason',
    reasonHint:
      'Shown in GitLab, on the card and in its thread. A rejection is final: deploying takes a new pipeline.',
  },
  ships: {
    title: 'What ships',
    first: 'Nothing is deployed there yet, so there is nothing to compare with.',
    pending: 'GitLab has not told yet. Open this again in a few seconds.',
    nothing: 'No commits since the last successful deployment.',
  },
  approvers: {
    title: 'Who can approve?',
    none: 'GitLab asks for no approvals here.',
    unknown: 'GitLab does not tell who belongs to this rule.',
    requester: 'Whoever started the deployment may not approve it, unless the project allows that.',
  },
} as const;

/** What is about to happen, in mrkdwn; the arguments are escaped already. */
export const deciding = (decision: 'approving' | 'rejecting', version: string, environment: string): string =>
  `*You are ${decision} ${version} to ${environment}*`;

/** `a1b2c3d4 (v2.14.0)`. */
export const shaAndRef = (sha: string, ref: string): string => (ref === '' ? sha : `${sha} (${ref})`);

export const canApprove = (names: string): string => `Can approve: ${names}`;

export const andMore = (count: number): string => `and ${count} more`;
