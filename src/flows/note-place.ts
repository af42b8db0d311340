import type { CardRecord } from '../core/card.ts';
import type { MessageTs } from '../core/ids.ts';
import type { NoteSubject } from '../core/notice.ts';
import type { Place } from '../core/ports/slack.ts';

/** Where lines about a card go: below it, or beside it, since Slack knows no thread within a thread. */
export const placeOfNotes = ({ channel, thread }: CardRecord, ts: MessageTs): Place => ({
  channel,
  thread: thread ?? ts,
});

/** What a line about a card has to name, because others stand in the same thread. */
export const subjectOfNotes = ({ thread, environment, deployment }: CardRecord): NoteSubject | undefined =>
  thread === undefined ? undefined : { environment, deployment };
