import type { Notice } from '../../core/notice.ts';
import { code, literal } from '../escape.ts';
import type { CommandNames } from './commands.ts';
import { counted } from './counts.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

/** The texts of connecting, moving and losing a GitLab account, in mrkdwn. */
export const SIGN_IN_TEXTS = {
  connectButton: 'Connect GitLab',
  reconnectButton: 'Connect again',

  connectYes: 'Connect',
  moveYes: 'Move it to me',
  connectNo: 'Cancel',

  connect: (notice: Of<'connect'>, gitlabHost: string): string =>
    `To act as yourself, connect your GitLab account once (about a minute). ${howToSignIn(notice, gitlabHost)}${notice.continues ? '\n*Nothing has been done yet.* What you asked for continues by itself once you are connected.' : ''}`,

  alreadyConnected: (notice: Of<'already-connected'>, gitlabHost: string, commands: CommandNames): string =>
    `You are connected as ${code(notice.username)} already.\nTo use another account, connect again; to end it, use \`${commands.slipway} disconnect\`.${notice.code === undefined ? '' : `\n${howToSignIn(notice, gitlabHost)}`}`,

  confirmLink: (notice: Of<'confirm-link'>, gitlabHost: string): string => {
    const taken =
      notice.takenBy === undefined
        ? ''
        : `\n*This account is connected to <@${notice.takenBy}> now.* If you move it here, they are disconnected and told so.`;
    return `Somebody signed in to ${literal(gitlabHost)} as ${code(notice.username)} with the code you were shown. Connect this GitLab account to your Slack account?${taken}\nApprovals and runs you ask for here will then count as that account's. Continue only if it is yours.`;
  },

  linkAnswered: 'Got it.',

  linkCanceled: (commands: CommandNames): string =>
    `Nothing was connected, and GitLab takes back the access it gave.\nTo start again, use \`${commands.slipway} connect\`.`,

  connectionMoved: (notice: Of<'connection-moved'>, commands: CommandNames): string =>
    `The GitLab account ${code(notice.username)} is now connected to <@${notice.to}>, who signed in to it and moved it. You are no longer connected.\nTo use another account, or to take this one back, use \`${commands.slipway} connect\`. If you do not know why this happened, change your GitLab password and tell whoever runs Slipway.`,

  connectionDropped: (notice: Of<'connection-dropped'>, commands: CommandNames): string =>
    `${DROPPED[notice.why](code(notice.username))} You are no longer connected, and nothing is done in your name.\nTo connect again, use \`${commands.slipway} connect\`.`,

  connected: (notice: Of<'connected'>, commands: CommandNames): string =>
    `You are now connected to GitLab as ${code(notice.username)}. ${
      notice.continues
        ? 'What you were about to do continues now.'
        : 'Approvals you give in Slack count as yours in GitLab.'
    }${notice.from === undefined ? '' : `\nIt was connected to <@${notice.from}> until now, who is told too.`}\nWas this not you? Use \`${commands.slipway} disconnect\` at once and tell whoever runs Slipway.`,

  disconnected: (notice: Of<'disconnected'>): string => {
    if (notice.username === undefined) return 'You were not connected, so there was nothing to disconnect.';
    const revoked = notice.revoked
      ? 'GitLab has revoked the access too.'
      : 'I could not reach GitLab to revoke the access, and will go on trying; you can remove it there under Preferences > Applications.';
    return `Disconnected from ${code(notice.username)}. ${revoked}`;
  },
} as const;

const DROPPED: Record<Of<'connection-dropped'>['why'], (account: string) => string> = {
  'connection-lost': (account) => `GitLab no longer accepts your connection as ${account}.`,
  'gitlab-account-refused': (account) =>
    `GitLab refuses everything to your account ${account}: it may be blocked, deactivated, or wait for you to accept its terms.`,
};

/** A link of ours, or GitLab's page where a code is entered. */
const howToSignIn = (
  { minutes = 1, code: entered }: Pick<Of<'already-connected'>, 'minutes' | 'code'>,
  gitlabHost: string,
): string =>
  entered === undefined
    ? `The link works for ${counted(minutes, 'minute')}.`
    : `Open ${literal(gitlabHost)} with the button and enter the code ${code(entered)}. It works for ${counted(minutes, 'minute')}; then I ask you here to confirm.\nNever enter a code somebody else sent you.`;
