import { ACTION } from '../../slack/ids.ts';
import { noticeMessage } from '../../slack/words/notices.ts';
import { defineAction } from '../define.ts';

/** The no to an operation that was shown first. */
export const cancel = defineAction({
  actionId: ACTION.cancel,
  accept: async ({ ports, replies, words }, { reply, value }) => {
    await ports.confirmations.take(value);
    void replies.send(reply, noticeMessage({ kind: 'canceled' }, words), 'replace');
  },
});
