import type { Named, Notice } from '../../core/notice.ts';
import { slackDate } from '../dates.ts';
import { code, literal } from '../escape.ts';
import { link } from '../links.ts';
import type { CommandNames } from './commands.ts';
import { counted } from './counts.ts';
import { lossInWords, watchRule, watchSummary } from './events.ts';
import { PHASE_SENTENCES } from './phases.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

/** `acme/shop → production (#4711)`, the number a link; mrkdwn. */
export const named = (one: Named, gitlabHost: string): string =>
  `${literal(one.project, 120)} → ${literal(one.environment, 80)} (${link(one.url, `#${one.deployment}`, gitlabHost)})`;

/** The texts of the notices, in mrkdwn. `what` is always `named`. */
export const NOTICE_TEXTS = {
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

  me: (notice: Of<'me'>, commands: CommandNames): string =>
    `You are ${literal(notice.name)} (${code(notice.username)}) on ${literal(notice.host)}, connected since ${slackDate(notice.since)}.\nTo end it, use \`${commands.slipway} disconnect\`.`,

  decided: (notice: Of<'decided'>, what: string): string => {
    if (notice.decision === 'rejected') return `You rejected ${what}. It will not be deployed.`;
    const as = notice.as === undefined ? '' : ` as ${literal(notice.as, 100)}`;
    return `You approved ${what}${as}. ${afterApproval(notice)}`;
  },

  uncertain: (notice: Of<'uncertain'>, what: string): string =>
    `GitLab gave no clear answer, so I can't tell yet whether your ${notice.act} of ${what} counted.\nI'm checking and will tell you. Please don't repeat it until then.`,

  runStarted: (notice: Of<'run-started'>, what: string): string =>
    notice.again
      ? `You retried the job ${code(notice.job)} of ${what}. GitLab makes a new deployment of it.`
      : `You started the job ${code(notice.job)} for ${what}.`,

  chooseRule: (notice: Of<'choose-rule'>, what: string, commands: CommandNames): string => {
    const question = `You may approve ${what} under more than one rule. Nothing has been approved yet.`;
    if (notice.card !== undefined) return `${question}\nApprove as:`;
    const labels = notice.labels.map((label) => `• ${literal(label, 100)}`).join('\n');
    const example = `${commands.deploy} approve ${notice.named.project} ${notice.named.deployment} as:"${notice.labels[0] ?? ''}"`;
    return `${question}\n${labels}\nName one, e.g. ${code(example, 300)}`;
  },

  watchSet: (notice: Of<'watch-set'>, commands: CommandNames): string =>
    `${notice.replaced ? 'Changed. ' : ''}${watchRule(notice.watch)}\nTo change it, send the command again; to end it, use ${code(`${commands.slipway} unwatch ${notice.watch.projectPath}`, 300)}.`,

  watchRemoved: (notice: Of<'watch-removed'>, commands: CommandNames): string =>
    `${notice.channel === undefined ? 'This channel' : `<#${notice.channel}>`} no longer watches ${literal(notice.projectPath)}. Cards already posted still follow their deployments.\nTo watch it again, use ${code(`${commands.slipway} watch ${notice.projectPath}`, 300)}.`,

  watchKept: (notice: Of<'watch-kept'>, commands: CommandNames): string =>
    `The notices for ${literal(notice.watch.projectPath)} are in your name now. Each day I check that you may still read the project.\nTo end them, use ${code(`${commands.slipway} unwatch ${notice.watch.projectPath}`, 300)}.`,

  watchLost: ({ watch }: Of<'watch-lost'>, commands: CommandNames): string =>
    `The notices for ${literal(watch.projectPath)} that you had set up in <#${watch.channel}> have ended: ${lossInWords(watch, 'you')}, and nobody took them over.\nOnce you may read the project again, ${code(`${commands.slipway} watch ${watch.projectPath}`, 300)} sets them up anew there.`,

  allWatches: (notice: Of<'all-watches'>, commands: CommandNames): string => {
    if (notice.total === 0) return 'No channel watches anything yet.';
    // Slack shows the name of a private channel to its members alone; the id is for the command below.
    const rows = notice.watches.map(
      (watch) =>
        `• <#${watch.channel}> (${code(watch.channel)}) ${watchSummary(watch)} – by <@${watch.madeBy}>`,
    );
    const [first] = notice.watches;
    const end =
      first === undefined ? '' : `${commands.slipway} unwatch ${first.projectPath} channel:${first.channel}`;
    const more =
      notice.page < notice.pages
        ? `\nThe next page: ${code(`${commands.slipway} watches all page:${notice.page + 1}`)}.`
        : '';
    const pages = notice.pages > 1 ? `, page ${notice.page} of ${notice.pages}` : '';
    return `*${counted(notice.total, 'watch', 'watches')} in all channels${pages}:*\n${rows.join('\n')}\nTo end one, e.g. ${code(end, 300)}.${more}`;
  },

  watches: (notice: Of<'watches'>, commands: CommandNames): string => {
    if (notice.watches.length === 0)
      return `This channel watches nothing yet.\nSet one up with \`${commands.slipway} watch group/app\`.`;
    const shown = notice.watches.slice(0, WATCHES_SHOWN).map((watch) => `• ${watchSummary(watch)}`);
    const rest = notice.watches.length - WATCHES_SHOWN;
    return ['*This channel watches:*', ...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
  },
} as const;

const WATCHES_SHOWN = 10;

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

function afterApproval(notice: Of<'decided'>): string {
  if (notice.runs === 'started') return 'That was the last approval needed, and the job has been started.';
  if (notice.runs === 'unclear')
    return "All approvals are there. I asked GitLab to run the job but got no clear answer, so I can't tell whether it started: the card shows it.";
  const refused =
    notice.runs === 'refused'
      ? ' GitLab did not let you run the job: somebody with deploy permission must do it.'
      : '';
  if (notice.missing !== undefined && notice.missing > 0)
    return `${counted(notice.missing, 'approval')} still missing.`;
  if (notice.phase === 'ready')
    return `All approvals are there.${refused || " It doesn't start by itself: somebody with deploy permission must run it."}`;
  return `It now ${PHASE_SENTENCES[notice.phase]}.${refused}`;
}
