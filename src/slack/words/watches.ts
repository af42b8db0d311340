import type { KnownBlock } from '@slack/types';
import { type GroupWatch, isGroupWatch } from '../../core/group-watch.ts';
import type { Notice } from '../../core/notice.ts';
import type { Trouble } from '../../core/trouble.ts';
import { isDirect } from '../../core/watch-delivery.ts';
import type { WatchPreview } from '../../core/watch-preview.ts';
import { code } from '../escape.ts';
import { ACTION } from '../ids.ts';
import { plain } from '../text-objects.ts';
import { encodeWatch } from '../watch-value.ts';
import type { CommandNames } from './commands.ts';
import { counted } from './counts.ts';
import { watched, watchRule } from './events.ts';
import { WATCH_FORM } from './watch-form.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;
type Buttons = Extract<KnownBlock, { type: 'actions' }>['elements'];

/** The texts of answers about watches, in mrkdwn. */
export const WATCH_TEXTS = {
  set: ({ replaced, watch, preview }: Of<'watch-set'>, commands: CommandNames): string => {
    const covers = isGroupWatch(watch) ? `\n${reachInWords(watch)}` : '';
    const seen = preview === undefined ? '' : `\n${previewInWords(preview)}`;
    const mode = isDirect(watch.channel) ? ' mode:dm' : '';
    const end = code(`${commands.slipway} unwatch ${watch.projectPath}${mode}`, 300);
    return `${replaced ? 'Changed. ' : ''}${watchRule(watch)}${covers}${seen}\nTo change it, send the command again; to end it, use ${end}.`;
  },

  undone: (
    { projectPath, restored, isDirect: wasDirect = false }: Of<'watch-undone'>,
    commands: CommandNames,
  ): string =>
    restored === undefined
      ? `Undone: ${wasDirect ? `no direct messages about ${watched(projectPath)} come to you any more` : `this channel does not watch ${watched(projectPath)} any more`}. Cards already posted still follow their deployments.\nTo watch it again, use ${watchAgain(projectPath, wasDirect, commands)}.`
      : `Undone: the watch of ${watched(projectPath)} is as it was before, set up by <@${restored.madeBy}>.\n${watchRule(restored)}`,

  tested: ({ watch }: Of<'watch-tested'>): string =>
    `A test for ${watched(watch.projectPath)} stands in ${isDirect(watch.channel) ? 'your direct messages with me' : `<#${watch.channel}>`} now. Cards will arrive there the same way.`,
} as const;

/** The command that sets such a watch up anew. */
export const watchAgain = (projectPath: string, direct: boolean, commands: CommandNames): string =>
  code(`${commands.slipway} watch ${projectPath}${direct ? ' mode:dm' : ''}`, 300);

/** How far the watch of a group reaches, to whoever set it up. */
function reachInWords({ projects, hidden }: GroupWatch): string {
  const left =
    hidden === 0
      ? ''
      : ` ${counted(hidden, 'project')} more ${hidden === 1 ? 'is' : 'are'} left out: GitLab does not let you read the deployments there.`;
  return `It covers ${counted(projects.length, 'project')} now, sub-groups included.${left} New ones you may read join within a quarter of an hour; those that are archived or moved away leave.`;
}

/** `In the last 7 days it matched 14 deployments, about 2 a day.` */
function previewInWords({ days, matched, looked, isWhole, projects }: WatchPreview): string {
  const lately = `In the last ${counted(days, 'day')}`;
  const more = isWhole ? '' : 'more than ';
  const part = projects !== undefined && projects.looked < projects.all ? partInWords(projects) : '';
  if (looked === 0) return `${lately} there were no deployments in it${part}.`;
  if (matched === 0)
    return `${lately} it matched none of the ${isWhole ? '' : 'newest '}${counted(looked, 'deployment')}${part}.`;
  const aDay = matched / days;
  const rate = aDay < 1 ? 'fewer than one a day' : `${isWhole ? 'about ' : more}${Math.round(aDay)} a day`;
  return `${lately} it matched ${more}${counted(matched, 'deployment')}, ${rate}${part}.`;
}

const partInWords = ({ looked, all }: NonNullable<WatchPreview['projects']>): string =>
  `, in the ${looked} most active of its ${counted(all, 'project')}`;

/** The buttons below the answer to `watch`. */
export function watchButtons({ watch, undo }: Of<'watch-set'>): Buttons {
  const value = encodeWatch(watch);
  const button = (action_id: string, text: string, of: string): Buttons[number] => ({
    type: 'button',
    action_id,
    text: plain(text, 75),
    value: of,
  });
  return [
    button(ACTION.testWatch, 'Send a test', value),
    button(ACTION.editWatch, WATCH_FORM.edit, value),
    ...(undo === undefined ? [] : [button(ACTION.undoWatch, 'Undo', undo)]),
  ];
}

/** The words of a list of watches, in mrkdwn. */
export const WATCH_LIST = {
  title: '*This channel watches:*',
  yours: '*You set up:*',
  direct: '*To you alone, as direct messages:*',
  /** Where it comes, in a list. */
  inDirect: 'in your direct messages: ',
  nothing: (commands: CommandNames): string =>
    `This channel watches nothing yet.\nSet one up with \`${commands.slipway} watch group/app\`.`,
  nothingOfYours: (commands: CommandNames): string =>
    `You have set up no watch that still stands.\nSet one up with \`${commands.slipway} watch group/app\` in the channel that shall hear of it.`,
  inAll: ({ projects, hidden, paused }: GroupWatch): string =>
    paused !== undefined
      ? ''
      : ` – ${counted(projects.length, 'project')}${hidden === 0 ? '' : `, ${hidden} more hidden from whoever set it up`}`,
  more: (rest: number): string => `and ${rest} more`,
  trouble: (code: Trouble['code'], source: 'group' | 'project'): string =>
    ({
      'channel-lost': 'Nothing arrives: I cannot post in the channel. *Send a test* says why.',
      'project-unreadable': `Nothing new comes: Slipway's own reading token cannot read the ${source} any more.`,
      'project-archived': 'Nothing new comes: the project is archived.',
    })[code],
} as const;
