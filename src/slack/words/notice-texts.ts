import { type AnyWatch, isGroupWatch } from '../../core/group-watch.ts';
import type { Named, Notice } from '../../core/notice.ts';
import { isFromFile } from '../../core/watch.ts';
import { isDirect } from '../../core/watch-delivery.ts';
import { shortSha } from '../cards/version.ts';
import { slackDate } from '../dates.ts';
import { code, literal } from '../escape.ts';
import { link } from '../links.ts';
import type { CommandNames } from './commands.ts';
import { counted } from './counts.ts';
import { ENDS } from './ends.ts';
import { lossInWords, makerInWords, sourceOf, watched, watchSummary } from './events.ts';
import { declaredAt, sourceInWords } from './file-watches.ts';
import { PHASE_SENTENCES } from './phases.ts';
import { SIGN_IN_TEXTS } from './sign-in-texts.ts';
import { WATCH_LIST, watchAgain } from './watches.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

/** `acme/shop → production (#4711)`, the number a link; mrkdwn. */
export const named = (one: Named, gitlabHost: string): string =>
  `${literal(one.project, 120)} → ${literal(one.environment, 80)} (${link(one.url, `#${one.deployment}`, gitlabHost)})`;

/** The texts of the notices, in mrkdwn. `what` is always `named`. */
export const NOTICE_TEXTS = {
  ...SIGN_IN_TEXTS,

  me: (notice: Of<'me'>, commands: CommandNames): string =>
    `You are ${literal(notice.name)} (${code(notice.username)}) on ${literal(notice.host)}, connected since ${slackDate(notice.since)}.\nTo end it, use \`${commands.slipway} disconnect\`.\n${ENDS.choice(notice.ends, commands)}`,

  decided: (notice: Of<'decided'>, what: string): string => {
    if (notice.decision === 'rejected') return `You rejected ${what}. It will not be deployed.`;
    const as = notice.as === undefined ? '' : ` as ${literal(notice.as, 100)}`;
    return `You approved ${what}${as}. ${afterApproval(notice)}`;
  },

  confirmButton: 'Confirm in the browser',

  confirmInBrowser: (notice: Of<'confirm-in-browser'>, what: string): string =>
    `*Nothing has been approved yet.* Approvals of ${what} are confirmed in the browser: sign in to GitLab anew, look at what you approve (${version(notice)}), and say yes there. The link is for you alone and works for ${counted(notice.minutes, 'minute')}.\nIf GitLab says that the requested scope is invalid, tell whoever runs Slipway.`,

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

  watchRemoved: (notice: Of<'watch-removed'>, commands: CommandNames): string =>
    `${endedIn(notice)} Cards already posted still follow their deployments.\nTo watch it again, use ${watchAgain(notice.projectPath, notice.isDirect === true, commands)}.`,

  watchKept: (notice: Of<'watch-kept'>, commands: CommandNames): string =>
    `The notices for ${watched(notice.watch.projectPath)} are in your name now. Each day I check that you may still read the ${sourceOf(notice.watch)}.${hiddenIn(notice.watch)}\nTo end them, use ${code(`${commands.slipway} unwatch ${notice.watch.projectPath}`, 300)}.`,

  watchLost: ({ watch }: Of<'watch-lost'>, commands: CommandNames): string => {
    const direct = isDirect(watch.channel);
    const again = watchAgain(watch.projectPath, direct, commands);
    if (direct)
      return `The direct messages about ${watched(watch.projectPath)} have ended: ${lossInWords(watch, 'you')}.\nOnce you may read the ${sourceOf(watch)} again, ${again} sets them up anew.`;
    return `The notices for ${watched(watch.projectPath)} that you had set up in <#${watch.channel}> have ended: ${lossInWords(watch, 'you')}, and nobody took them over.\nOnce you may read the ${sourceOf(watch)} again, ${again} sets them up anew there.`;
  },

  allWatches: (notice: Of<'all-watches'>, commands: CommandNames): string => {
    if (notice.total === 0 && (notice.declared ?? []).length === 0) return 'No channel watches anything yet.';
    // Slack shows the name of a private channel to its members alone; the id is for the command below.
    // What somebody watches for themselves alone is nobody else's business, but that they do may matter.
    const rows = notice.watches.map((watch) =>
      isDirect(watch.channel)
        ? `• a direct message (${code(watch.channel)}): *${watched(watch.projectPath)}* – by ${makerInWords(watch.madeBy)}`
        : `• <#${watch.channel}> (${code(watch.channel)}) ${watchSummary(watch)}${isGroupWatch(watch) ? WATCH_LIST.inAll(watch) : ''} – ${isFromFile(watch) ? sourceInWords(watch) : `by ${makerInWords(watch.madeBy)}`}`,
    );
    const first = notice.watches.find((watch) => !isFromFile(watch));
    const end =
      first === undefined
        ? ''
        : `\nTo end one, e.g. ${code(`${commands.slipway} unwatch ${first.projectPath} channel:${first.channel}`, 300)}.`;
    const more =
      notice.page < notice.pages
        ? `\nThe next page: ${code(`${commands.slipway} watches all page:${notice.page + 1}`)}.`
        : '';
    const idle = notice.declared ?? [];
    const waiting = idle.length === 0 ? '' : "\n*Declared in the operators' file, without effect yet:*";
    const declared = [waiting, ...idle.map((one) => `\n• ${declaredAt(one)}`)].join('');
    const pages = notice.pages > 1 ? `, page ${notice.page} of ${notice.pages}` : '';
    return `*${counted(notice.total, 'watch', 'watches')} in all channels${pages}:*\n${rows.join('\n')}${declared}${end}${more}`;
  },
} as const;

/** Which projects of a group do not come along with whoever keeps its watch. */
const hiddenIn = (watch: AnyWatch): string =>
  !isGroupWatch(watch) || watch.hidden === 0
    ? ''
    : ` ${counted(watch.hidden, 'project')} of the group that you may not read ${watch.hidden === 1 ? 'is' : 'are'} left out.`;

function endedIn({ projectPath, channel, isDirect: wasDirect }: Of<'watch-removed'>): string {
  if (wasDirect === true) return `Direct messages about ${watched(projectPath)} have ended.`;
  const where = channel === undefined ? 'This channel' : `<#${channel}>`;
  return `${where} no longer watches ${watched(projectPath)}.`;
}

const version = ({ ref, sha }: Of<'confirm-in-browser'>): string =>
  [code(ref, 100), code(shortSha(sha))].filter((part) => part !== '').join(' · ');

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
