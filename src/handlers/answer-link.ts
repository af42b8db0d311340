import type { LinkChoice } from '../core/link-news.ts';
import { noticeMessage } from '../slack/words/notices.ts';
import { type ActionSpec, defineAction } from './define.ts';

/** A button under the question whether to connect. All of them go at once: the question is answered once. */
export const answerLinkWith = (actionId: string, choice: LinkChoice): ActionSpec =>
  defineAction({
    actionId,
    accept: async ({ ports, replies, track, words }, { person, reply, value }) => {
      await ports.jobs.answerLink({ person, reply, id: value, choice });
      track(replies.send(reply, noticeMessage({ kind: 'link-answered' }, words), 'replace'));
    },
  });
