import type { KnownBlock } from '@slack/types';
import type { Announcement, QuestionEnd } from '../../core/notice.ts';
import { isFromFile } from '../../core/watch.ts';
import { isDirect } from '../../core/watch-delivery.ts';
import { slackDate } from '../dates.ts';
import { code, fallbackText } from '../escape.ts';
import { ACTION } from '../ids.ts';
import { context, header, plain, type Rendered, section } from '../text-objects.ts';
import { encodeWatchValue } from '../watch-value.ts';
import type { CommandNames } from './commands.ts';
import { lossInWords, makerInWords, sourceOf, watched, watchRule } from './events.ts';
import { fileWatchStarted, fileWatchStopped } from './file-announcements.ts';

type Of<Kind extends Announcement['kind']> = Extract<Announcement, { kind: Kind }>;

/**
 * What a channel is told outside its cards. Who set it up is named, as Slack asks of the first message in a channel
 * (https://docs.slack.dev/slack-marketplace/slack-marketplace-app-guidelines-and-requirements).
 */
export function announcementMessage(announcement: Announcement, commands: CommandNames): Rendered {
  const fromFile = ofFile(announcement);
  if (fromFile !== undefined) return told(fromFile.text, [fromFile.body]);
  const path = announcement.watch.projectPath;
  const again = code(`${commands.slipway} watch ${path}`, 300);
  const here = isDirect(announcement.watch.channel) ? 'in these direct messages' : 'in this channel';
  const what = `the deployment notices for *${watched(path)}* ${here}`;
  switch (announcement.kind) {
    case 'watch-started':
      return told(`Deployment notices for ${path} were set up ${here}`, [
        `${startedBy(announcement, what)}\n${watchRule(announcement.watch, announcement.names)}\nTo change it, use ${again}.`,
      ]);
    case 'watch-test':
      return test(announcement);
    case 'watch-stopped':
      return told(`Deployment notices for ${path} were ended ${here}`, [
        `${makerInWords(announcement.by)} ended ${what}, which ${makerInWords(announcement.watch.madeBy)} had set up. Cards already posted still follow their deployments.\nTo set them up anew, use ${again}.`,
      ]);
    case 'watch-taken-over':
      return told(`Deployment notices for ${path} go on in this channel`, [
        `${keptBy(announcement, what)}\n${watchRule(announcement.watch, announcement.names)} What waits comes now; what ended during the pause does not.`,
      ]);
    case 'watch-ended':
      return told(`Deployment notices for ${path} have ended in this channel`, [
        `The deployment notices for *${watched(path)}* in this channel have ended: ${lossInWords(announcement.watch, `<@${announcement.watch.madeBy}>`)}, and nobody took them over. Cards already posted still follow their deployments.\nSomebody who may read the ${sourceOf(announcement.watch)} can set them up anew with ${again}.`,
      ]);
    case 'watch-question':
      return question(announcement, commands);
  }
}

/** Of a watch that stands in the operators' file its channel is told these. */
function ofFile({
  kind,
  watch,
  names,
  ...rest
}: Announcement): ReturnType<typeof fileWatchStopped> | undefined {
  if (!isFromFile(watch)) return undefined;
  if (kind === 'watch-stopped') return fileWatchStopped(watch);
  if (kind !== 'watch-started') return undefined;
  return fileWatchStarted(watch, 'replaced' in rest ? rest.replaced : undefined, names);
}

/** Looks like a card as far as that helps, and can be taken for none: it says so twice and has no buttons. */
function test({ watch, by, names }: Of<'watch-test'>): Rendered {
  const path = watched(watch.projectPath);
  return {
    text: fallbackText(
      `Test: deployment notices for ${watch.projectPath} reach ${isDirect(watch.channel) ? 'you' : 'this channel'}`,
    ),
    blocks: [
      header('Test: nothing is being deployed'),
      section(
        `<@${by}> tries out the deployment notices for *${path}* here. They work: a deployment that fits stands ${watch.mode === 'thread' ? "in the day's thread" : 'here'} as one message like this one, with buttons to approve or reject it where it waits for approval, and follows it to the end.`,
      ),
      context(watchRule(watch, names)),
    ],
  };
}

function startedBy(
  {
    by,
    replaced,
  }: Pick<Of<'watch-started'>, 'by'> & { readonly replaced?: Of<'watch-started'>['by'] | undefined },
  what: string,
): string {
  const who = makerInWords(by);
  if (replaced === undefined) return `${who} set up ${what.replace(/^the /u, '')}.`;
  return replaced === by
    ? `${who} changed ${what}.`
    : `${who} changed ${what}, which ${makerInWords(replaced)} had set up; they are in ${who}'s name now.`;
}

const keptBy = ({ watch, from }: Of<'watch-taken-over'>, what: string): string =>
  watch.madeBy === from
    ? `<@${watch.madeBy}> keeps ${what}.`
    : `<@${watch.madeBy}> took over ${what} from <@${from}>.`;

function question({ watch, end }: Of<'watch-question'>, commands: CommandNames): Rendered {
  const maker = `<@${watch.madeBy}>`;
  const head = `*Deployment notices for ${watched(watch.projectPath)} ${end === undefined ? 'are' : 'were'} paused in this channel.* They were set up by ${maker}, ${lossInWords(watch, 'who')}.`;
  const text = `Deployment notices for ${watch.projectPath} ${end === undefined ? 'are paused in this channel: somebody has to keep them' : 'were paused in this channel'}`;
  if (end !== undefined) return told(text, [`${head}\n${endInWords(end, sourceOf(watch))}`]);
  const back =
    watch.paused.why === 'disconnected'
      ? `\n${maker} can also connect again with \`${commands.slipway} connect\`; they then go on within minutes.`
      : '';
  const ask = `Nothing new comes until somebody who may read the ${sourceOf(watch)} in GitLab keeps them. Unless somebody does by ${slackDate(watch.paused.until)}, they end. Cards already posted still follow their deployments.${back}`;
  return told(text, [`${head}\n${ask}`], [buttonsOf(watch)]);
}

function endInWords(end: QuestionEnd, source: 'group' | 'project'): string {
  switch (end.how) {
    case 'kept':
      return `<@${end.by}> keeps them.`;
    case 'regained':
      return `<@${end.by}> may read the ${source} again, so they go on.`;
    case 'stopped':
      return `<@${end.by}> stopped them.`;
    case 'file':
      return "They stand in the operators' file now, and go on from there.";
    case 'ended':
      return 'Nobody kept them in time, so they have ended.';
  }
}

const buttonsOf = (watch: Of<'watch-question'>['watch']): KnownBlock => ({
  type: 'actions',
  elements: [
    {
      type: 'button',
      action_id: ACTION.keepWatch,
      style: 'primary',
      text: plain('Keep watching', 75),
      value: encodeWatchValue(watch),
    },
    {
      type: 'button',
      action_id: ACTION.stopWatch,
      text: plain('Stop', 75),
      value: encodeWatchValue(watch),
    },
  ],
});

const told = (text: string, sections: readonly string[], more: readonly KnownBlock[] = []): Rendered => ({
  text: fallbackText(text),
  blocks: [...sections.map(section), ...more],
});
