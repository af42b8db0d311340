import { isError } from '../core/errors.ts';
import { type AnyPausedWatch, type AnyWatch, keyOfWatch } from '../core/group-watch.ts';
import type { MessageTs } from '../core/ids.ts';
import type { Announcement, QuestionEnd } from '../core/notice.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Post } from '../core/ports/slack.ts';
import { isPaused } from '../core/watch.ts';
import { mentionNames } from './mention-names.ts';
import { postOnce } from './post-once.ts';

/** One question for each pause, whatever dies in between. */
const idOf = (watch: AnyPausedWatch): string => `watch-question-${keyOfWatch(watch)}-${watch.paused.at}`;

const questionOf = (watch: AnyPausedWatch, end: QuestionEnd | undefined): Post => ({
  kind: 'announcement',
  announcement: { kind: 'watch-question', watch, end },
});

/**
 * Asks the channel, once, whether somebody keeps a paused watch.
 * @throws SlipwayError `slack-ambiguous`, `slack-rate-limited`; a channel that cannot be reached is not asked
 */
export async function askChannel(ports: Ports, watch: AnyPausedWatch): Promise<void> {
  try {
    await postOnce(ports, idOf(watch), { channel: watch.channel }, questionOf(watch, undefined));
  } catch (error) {
    if (!isError(error, 'channel-unreachable')) throw error;
    ports.log.warn({ channel: watch.channel, err: error }, 'nobody could be asked to keep a watch');
  }
}

/** The message that asks; `undefined` where none was posted. */
export const questionAt = async (ports: Ports, watch: AnyPausedWatch): Promise<MessageTs | undefined> =>
  (await ports.posts.get(idOf(watch)))?.ts;

/** The question, if there is one, says how it ended and loses its buttons. Never throws for Slack: buttons left over do nothing. */
export async function closeQuestion(ports: Ports, watch: AnyWatch, end: QuestionEnd): Promise<void> {
  const ts = isPaused(watch) ? await questionAt(ports, watch) : undefined;
  if (ts === undefined || !isPaused(watch)) return;
  try {
    await ports.messages.update({ channel: watch.channel }, ts, questionOf(watch, end));
  } catch (error) {
    ports.log.warn({ channel: watch.channel, err: error }, 'an answered question could not be closed');
  }
}

/** The message that tells a channel something of its watch. */
export const announcing = async (ports: Ports, announcement: Announcement): Promise<Post> => ({
  kind: 'announcement',
  announcement: { ...announcement, names: await mentionNames(ports, [announcement.watch]) },
});

/** Tells the channel of its watch, once for each `id`. What is told of stands even where saying so fails. */
export async function announceWatch(ports: Ports, id: string, announcement: Announcement): Promise<void> {
  const { channel } = announcement.watch;
  try {
    await postOnce(ports, id, { channel }, await announcing(ports, announcement));
  } catch (error) {
    ports.log.warn({ channel, err: error }, 'a change of a watch could not be announced');
  }
}
