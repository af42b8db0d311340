import { ACTION } from '../../slack/ids.ts';
import { defineAction } from '../define.ts';
import { tendWatchAct } from '../tend-watch-act.ts';

/** *Send a test*: a message into the channel shows whether any arrive there. */
export const testWatch = defineAction({
  actionId: ACTION.testWatch,
  accept: ({ ports }, click) => ports.jobs.act(tendWatchAct(click, 'test', click.value)),
});
