import { SlipwayError } from '../../core/errors.ts';
import { ACTION } from '../../slack/ids.ts';
import { noticeMessage } from '../../slack/words/notices.ts';
import { defineAction } from '../define.ts';

/** The no to an operation that was shown first. */
export const cancel = defineAction({
  actionId: ACTION.cancel,
  accept: async ({ ports, replies, track, words }, { reply, value }) => {
    // After a yes, or ten minutes, a no comes too late to claim anything.
    if ((await ports.confirmations.take(value)) === undefined) throw new SlipwayError('confirmation-gone');
    track(replies.send(reply, noticeMessage({ kind: 'canceled' }, words), 'replace'));
  },
});
