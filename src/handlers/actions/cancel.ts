import { ACTION } from '../../slack/ids.ts';
import { noticeMessage } from '../../slack/words/notices.ts';
import { defineAction } from '../define.ts';
import { takeConfirmation } from '../take-confirmation.ts';

/** The no to an operation that was shown first. */
export const cancel = defineAction({
  actionId: ACTION.cancel,
  accept: async ({ ports, replies, track, words }, click) => {
    // After a yes, or ten minutes, a no comes too late to claim anything.
    await takeConfirmation(ports, click);
    track(replies.send(click.reply, noticeMessage({ kind: 'canceled' }, words), 'replace'));
  },
});
