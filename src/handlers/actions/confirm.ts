import { SlipwayError } from '../../core/errors.ts';
import { ACTION } from '../../slack/ids.ts';
import { noticeMessage } from '../../slack/words/notices.ts';
import { defineAction } from '../define.ts';

/** The yes to an operation that was shown first. It counts once, and only from the person who was asked. */
export const confirm = defineAction({
  actionId: ACTION.confirm,
  accept: async ({ ports, replies, track, words }, { person, reply, value }) => {
    const act = await ports.confirmations.take(value);
    if (act?.kind !== 'write' || act.person.user !== person.user || act.person.team !== person.team) {
      throw new SlipwayError('confirmation-gone');
    }
    await ports.jobs.act({ ...act, reply });
    track(replies.send(reply, noticeMessage({ kind: 'confirmed', op: act.operation.op }, words), 'replace'));
  },
});
