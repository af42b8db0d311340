/** Strings of the modals. Titles and buttons have at most 24 characters. */
export const MODAL = {
  cancel: 'Cancel',
  close: 'Close',
  loadingTitle: 'One moment',
  loading: 'Asking GitLab…',
  errorTitle: "That didn't work",
  /** @param what the words of a button */
  connected: (what: string): string =>
    `You are connected now. A dialog opens only at a click, so press *${what}* once more:`,
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
  log: {
    title: 'Log',
    lines: (job: string, count: number): string =>
      `The last ${count === 1 ? 'line' : `${count} lines`} of the job ${job}:`,
    empty: (job: string): string => `GitLab keeps no log of the job ${job}.`,
    none: (deployment: string): string =>
      `${deployment} was made through the API: no job ran, so there is no log.`,
  },
  rejectOlder: {
    title: 'Reject older ones',
    submit: 'Reject',
    which: 'Which',
    none: 'No older deployment of this environment waits any more.',
    /** @param newer link or number; mrkdwn */
    intro: (newer: string): string =>
      `${newer} replaces these. Each is rejected in your name, and you are told of each how it ended.`,
    more: (count: number): string => `and ${count} more, which you can reject afterwards the same way.`,
    choose: 'Choose at least one.',
  },
  ships: {
    title: 'What ships',
    previous: 'Previous',
    next: 'Next',
    page: (page: number, pages: number | undefined): string =>
      pages === undefined ? `Page ${page}` : `Page ${page} of ${pages}`,
    /** @param author mrkdwn, escaped */
    by: (author: string): string => ` – ${author}`,
    /** @param command in a code span */
    more: (command: string): string => `There is more: ${command}`,
  },
  approvers: {
    title: 'Who can approve?',
    none: 'GitLab asks for no approvals here.',
    hidden: 'GitLab does not let you see who belongs to this rule.',
    failed: 'GitLab did not answer when asked who belongs to this rule. Open this again in a minute.',
    nobody: 'Nobody is left who could meet it: ask a maintainer of the project.',
    met: 'Met already.',
    requester: 'Whoever started the deployment may not approve it, unless the project allows that.',
    you: {
      requested:
        'You started this deployment, so GitLab takes no approval of yours, unless the project allows that.',
      voted: 'You have voted already.',
      not: 'None of the rules still open names you.',
    },
  },
} as const;

/** What is about to happen, in mrkdwn; the arguments are escaped already. */
export const deciding = (decision: 'approving' | 'rejecting', version: string, environment: string): string =>
  `*You are ${decision} ${version} to ${environment}*`;

/** `a1b2c3d4 (v2.14.0)`. */
export const shaAndRef = (sha: string, ref: string): string => (ref === '' ? sha : `${sha} (${ref})`);

/** @param labels mrkdwn, escaped */
export const youCanApproveAs = (labels: string): string => `*You can approve* as ${labels}.`;

export const canApprove = (names: string): string => `Can approve: ${names}`;

export const andMore = (count: number): string => `and ${count} more`;
