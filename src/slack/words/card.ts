import { both, counted } from './counts.ts';

/** The words of the approval card. */
export const CARD = {
  version: 'Version',
  previous: 'Previous version',
  requestedBy: 'Requested by',
  requesterUnknown: 'GitLab does not say',
  deployment: 'Deployment',
  job: 'job',
  noJob: 'made through the API',
  approvals: 'Approvals',
  ships: 'What ships',
  compare: 'Compare with',
  firstDeployment: 'Nothing is deployed there yet.',
  sameCode: 'no commits since the last successful deployment',
  olderBy: (count: number): string => `an older version, ${counted(count, 'commit')} behind what runs now`,
  shipsUnreadable: 'GitLab does not show Slipway what changed.',
  showAll: 'Show all',
  /** @param who mrkdwn, escaped */
  asked: (who: string): string => `Asked: ${who}`,
  /** @param who mrkdwn, escaped */
  called: (who: string): string => `For: ${who}`,
  moreAsked: (count: number): string => `${count} more`,
  approve: 'Approve',
  reject: 'Reject…',
  run: 'Run',
  retry: 'Retry',
  showLog: 'Show log',
  showLogOf: 'Show log of',
  rejectOlder: 'Reject older…',
  openInGitLab: 'Open in GitLab',
  /** @param host where it leads */
  openSite: (host: string): string => `Open site (${host})`,
  notNow: 'Not now',
  menu: {
    comment: 'Approve with a comment…',
    ships: 'What ships',
    approvers: 'Who can approve?',
    open: 'Open in GitLab',
  },
} as const;

/** What a phase asks for, where the header alone could be misread. All arguments are mrkdwn, escaped. */
export const STATE = {
  ready: "*Approved.* It doesn't start by itself: somebody with deploy permission must run it.",
  manual: "It doesn't start by itself: somebody with deploy permission must run it.",
  queued: 'The job is waiting for a runner or for the jobs before it.',
  /** @param since when it began, as a moment of Slack's that each reader's app turns into "3 minutes ago" */
  running: (since: string): string => `It began ${since}.`,
  /** @param after how long it had run; empty where that is not known */
  failed: (job: string, reason: string, after: string): string =>
    `The job ${job} failed${after === '' ? '' : ` after ${after}`}${reason === '' ? '' : `: ${reason}`}.`,
  /** @param names mrkdwn, escaped already */
  confirming: (names: readonly string[]): string =>
    `${both(names)} ${names.length === 1 ? 'is' : 'are'} confirming this in the browser.`,
  rejected: (who: string, date: string, reason: string): string =>
    `*Rejected*${who === '' ? '' : ` by ${who}`}${date === '' ? '' : `, ${date}`}${reason === '' ? '.' : `: ${reason}`}`,
  canceled: 'It was canceled in GitLab. Nothing was deployed.',
  canceledAfter: (time: string): string =>
    `It was canceled in GitLab after ${time}: part of it may be deployed.`,
  canceledRunning: 'It was canceled in GitLab while it ran: part of it may be deployed.',
  skipped: 'GitLab skipped it. Nothing was deployed.',
  superseded: (own: string, newer: string): string =>
    `${own} is outdated: ${newer} of the same environment is newer. Decide there.`,
  /** @param older links of those it replaces; `more` further ones are not named */
  replaces: (older: readonly string[], more: number): string => {
    const names = both([...older, ...(more > 0 ? [`${more} more`] : [])]);
    return `It replaces ${names}, which still ${older.length + more === 1 ? 'waits' : 'wait'} in GitLab.`;
  },
  unknown: (status: string): string =>
    status === ''
      ? 'This GitLab does not tell the state of its deployments; open it there.'
      : `GitLab calls its state ${status}, a word Slipway does not know. Open it there.`,
} as const;

export const approvalsCount = (given: number, required: number): string => `${given} of ${required}`;

export const ruleLine = (label: string, given: number, required: number, names: string): string =>
  `${label}: ${given} of ${required}${names === '' ? '' : ` (${names})`}`;

/** Shown when GitLab's own total and the rules disagree, because GitLab's total is what counts. */
export const pendingTotal = (pending: number): string =>
  pending === 0
    ? 'GitLab counts no approval as missing.'
    : `GitLab counts ${counted(pending, 'approval')} still missing in all.`;

export const moreRules = (count: number): string => `and ${counted(count, 'more rule')}`;

export const moreMergeRequests = (count: number): string => `and ${count} more`;

/** @param uncertain GitLab was not asked about all of them, or did not answer */
export const looseCommits = (count: number, uncertain: boolean): string =>
  `${counted(count, 'commit')} without a ${uncertain ? 'known ' : ''}merge request`;

export const lostCommits = (count: number): string =>
  `It lacks ${counted(count, 'commit')} that ${count === 1 ? 'runs' : 'run'} there now.`;

export const shipsSummary = (mergeRequests: number, commits: number): string =>
  `${counted(mergeRequests, 'merge request')}, ${counted(commits, 'commit')}`;

/**
 * @param names the first of them, mrkdwn, escaped; none where only their number is known
 * @param count all of them
 */
export function authorsWords(names: readonly string[], count: number): string {
  if (count === 0) return '';
  if (names.length === 0) return ` by ${counted(count, 'person', 'people')}`;
  const rest = count - names.length;
  return ` by ${rest > 0 ? `${names.join(', ')} and ${rest} more` : both(names)}`;
}

export const confirmTitle = (act: 'approve' | 'run' | 'retry'): string =>
  ({ approve: 'Approve for production?', run: 'Run in production?', retry: 'Retry in production?' })[act];

export const confirmText = (project: string, environment: string, version: string): string =>
  `${project} → ${environment}, ${version}`;

/** For screen readers, which read a button without its card. */
export const buttonLabel = (act: string, project: string, environment: string): string =>
  `${act} deployment of ${project} to ${environment}`;

/** The whole card in a sentence, for notifications. */
export function cardSentence(card: {
  headline: string;
  separator: string;
  project: string;
  environment: string;
  version: string;
  requester: string | undefined;
  count: string | undefined;
}): string {
  const by = card.requester === undefined ? '' : `, requested by ${card.requester}`;
  const count = card.count === undefined ? '' : ` (${card.count} approvals)`;
  return `${card.headline}${card.separator}${card.project} to ${card.environment}, ${card.version}${by}${count}`;
}
