import { SlipwayError } from '../../core/errors.ts';
import { ACTION } from '../../slack/ids.ts';
import { defineAction } from '../define.ts';

/** *Undo*: takes back what a command or form did to a watch. It counts once, and only from whoever did that. */
export const undoWatch = defineAction({
  actionId: ACTION.undoWatch,
  accept: async ({ ports }, { person, reply, value }) => {
    const act = await ports.confirmations.take(value, person);
    if (act?.kind !== 'tend-watch') throw new SlipwayError('watch-changed');
    await ports.jobs.act({ ...act, reply });
  },
});
