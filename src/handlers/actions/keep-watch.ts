import { ACTION } from '../../slack/ids.ts';
import { answerWatchAct } from '../answer-watch-act.ts';
import { defineAction } from '../define.ts';

/** *Keep watching*: a paused watch becomes the clicker's own. */
export const keepWatch = defineAction({
  actionId: ACTION.keepWatch,
  accept: ({ ports }, click) => ports.jobs.act(answerWatchAct(click, 'keep')),
});
