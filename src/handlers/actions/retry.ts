import { ACTION } from '../../slack/ids.ts';
import { cardTarget } from '../card-target.ts';
import { defineAction } from '../define.ts';

/** The *Retry* button of a failed card. */
export const retry = defineAction({
  actionId: ACTION.retry,
  accept: ({ ports }, click) =>
    ports.jobs.act({
      kind: 'run',
      person: click.person,
      reply: click.reply,
      target: cardTarget(click),
      again: true,
    }),
});
