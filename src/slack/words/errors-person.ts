import type { ErrorWordsOf } from './error-words.ts';

/** Who is asking. */
export const PERSON_ERRORS: ErrorWordsOf<
  | 'not-connected'
  | 'connection-lost'
  | 'outsider'
  | 'not-installed'
  | 'account-refused'
  | 'account-unchecked'
  | 'operators-only'
  | 'too-many-requests'
  | 'account-taken'
  | 'link-expired'
  | 'link-foreign'
  | 'link-refused'
  | 'gitlab-account-refused'
> = {
  'not-connected': (_facts, commands) => ({
    say: 'Your GitLab account is not connected yet, so nothing was done.',
    next: `Connect it once with \`${commands.slipway} connect\`; it takes about a minute.`,
  }),
  'connection-lost': (_facts, commands) => ({
    say: 'GitLab no longer accepts your connection, so nothing was done.',
    next: `Connect again with \`${commands.slipway} connect\`.`,
  }),
  outsider: () => ({
    say: 'You belong to another Slack workspace, and Slipway acts only for members of its own.',
    next: 'Ask a member of this workspace to do it, or do it in GitLab.',
  }),
  'not-installed': () => ({
    say: 'This request is not meant for this installation: Slipway is not installed here, so nothing was done.',
    next: 'Ask an admin of your Slack workspace which Slipway belongs to it.',
  }),
  'account-refused': (facts) => ({
    say: `${refusedAccount(facts.raw('why'))}, so nothing was done.`,
    next: 'Ask a full member of this workspace to do it, or do it in GitLab.',
  }),
  'account-unchecked': () => ({
    say: 'Slack did not answer when I checked your account, so nothing was done.',
    next: 'Try again in a minute.',
  }),
  'operators-only': () => ({
    say: 'This is for the people who run Slipway: admins and owners of this Slack workspace, and those named in `OPERATORS`. Nothing was shown or changed.',
    next: 'Ask one of them, or have whoever runs Slipway add you to `OPERATORS`.',
  }),
  'too-many-requests': () => ({
    say: 'You ask for more than I take from one person at a time, so this was not carried out.',
    next: 'Wait ten seconds and try again.',
  }),
  'account-taken': (facts, commands) => ({
    say: `The GitLab account ${facts.code('gitlabUser', 'you signed in with')} is already connected to another Slack user of this workspace. Nothing was changed.`,
    next: `If it is yours, start again with \`${commands.slipway} connect\` and choose to move it; otherwise sign in to GitLab with your own account.`,
  }),
  'link-expired': (_facts, commands) => ({
    say: 'This sign-in link has expired or was already used. Nothing was connected.',
    next: `Get a new one in Slack with \`${commands.slipway} connect\`.`,
  }),
  'link-foreign': (_facts, commands) => ({
    say: 'This sign-in was started in another browser. Nothing was connected.',
    next: `Open the link in the browser you started with, or get a new one with \`${commands.slipway} connect\`.`,
  }),
  'gitlab-account-refused': (facts, commands) => ({
    say: `GitLab refuses everything to your account${facts.has('gitlabUser') ? ` ${facts.code('gitlabUser', '')}` : ''}, so nothing was done and your connection was ended. It may be blocked, deactivated, or wait for you to accept its terms.`,
    next: `Sign in to GitLab to see why; once that is settled, connect again with \`${commands.slipway} connect\`.`,
  }),
  'link-refused': (facts, commands) => ({
    say: `GitLab did not give its consent${facts.has('said') ? `: ${facts.text('said', '').replace(/\.+$/u, '')}` : ''}. Nothing was connected.`,
    next: `To try again, use \`${commands.slipway} connect\` and choose Authorize in GitLab.`,
  }),
};

const REFUSED: ReadonlyMap<string, string> = new Map([
  ['guest', 'Guests cannot act through Slipway'],
  ['bot', 'Bots cannot act through Slipway'],
  ['deactivated', 'This Slack account is deactivated'],
  ['stranger', 'You belong to another Slack workspace, and Slipway acts only for members of its own'],
  ['not-found', 'Slack does not know this account in this workspace'],
]);

const refusedAccount = (why: string | undefined): string =>
  REFUSED.get(why ?? '') ?? 'This Slack account cannot act through Slipway';
