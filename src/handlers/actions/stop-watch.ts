import { ACTION } from '../../slack/ids.ts';
import { answerWatchAct } from '../answer-watch-act.ts';
import { defineAction } from '../define.ts';

/** *Stop*: a paused watch ends at once. */
export const stopWatch = defineAction({
  actionId: ACTION.stopWatch,
  accept: ({ ports }, click) => ports.jobs.act(answerWatchAct(click, 'stop')),
});
