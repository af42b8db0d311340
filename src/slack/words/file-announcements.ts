import type { AnyWatch } from '../../core/group-watch.ts';
import type { Maker } from '../../core/watch.ts';
import type { MentionNames } from '../../core/watch-delivery.ts';
import { makerInWords, watched, watchRule } from './events.ts';

/** What a channel is told of a watch from the operators' file, in a line for the notification and in mrkdwn. */
interface FileWords {
  readonly text: string;
  readonly body: string;
}

const notices = (watch: AnyWatch): string =>
  `deployment notices for *${watched(watch.projectPath)}* in this channel`;

/**
 * @param replaced who had set up the one it replaces; `file`: it was changed there
 * @param names of those it calls
 */
export const fileWatchStarted = (
  watch: AnyWatch,
  replaced: Maker | undefined,
  names: MentionNames | undefined,
): FileWords => ({
  text: `Deployment notices for ${watch.projectPath} were set up in this channel`,
  body: `${startedBy(watch, replaced)}\n${watchRule(watch, names)}\nThey are changed in that file alone: ask those who run Slipway.`,
});

/** It does not stand in the file any more. */
export const fileWatchStopped = (watch: AnyWatch): FileWords => ({
  text: `Deployment notices for ${watch.projectPath} were ended in this channel`,
  body: `The ${notices(watch)} have ended: they do not stand in the operators' file any more. Cards already posted still follow their deployments.`,
});

function startedBy(watch: AnyWatch, replaced: Maker | undefined): string {
  const what = notices(watch);
  if (replaced === 'file') return `The operators' file changed the ${what}.`;
  const instead =
    replaced === undefined
      ? ''
      : ` They take the place of those that ${makerInWords(replaced)} had set up by command.`;
  return `The operators' file set up ${what}.${instead}`;
}
