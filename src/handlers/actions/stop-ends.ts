import { ACTION } from '../../slack/ids.ts';
import { noticeMessage } from '../../slack/words/notices.ts';
import { defineAction } from '../define.ts';

/** *Stop these messages*, below the end of one's own deployment. It is about whoever presses it, and nobody else. */
export const stopEnds = defineAction({
  actionId: ACTION.stopEnds,
  accept: async ({ ports, replies, track, words }, { person, reply }) => {
    await ports.preferences.put(person, { ends: false });
    track(replies.send(reply, noticeMessage({ kind: 'ends', wanted: false }, words), 'private'));
  },
});
