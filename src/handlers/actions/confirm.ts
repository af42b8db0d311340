import { ACTION } from '../../slack/ids.ts';
import { noticeMessage } from '../../slack/words/notices.ts';
import { defineAction } from '../define.ts';
import { takeConfirmation } from '../take-confirmation.ts';

/** The yes to an operation that was shown first. It counts once, and only from the person who was asked. */
export const confirm = defineAction({
  actionId: ACTION.confirm,
  accept: async ({ ports, replies, track, words }, click) => {
    const { reply } = click;
    const act = await takeConfirmation(ports, click);
    await ports.jobs.act({ ...act, reply });
    track(replies.send(reply, noticeMessage({ kind: 'confirmed', op: act.operation.op }, words), 'replace'));
  },
});
