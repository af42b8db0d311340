import { ACTION } from '../../slack/ids.ts';
import { cardTarget } from '../card-target.ts';
import { defineAction } from '../define.ts';

/** The card's *Run* button. */
export const run = defineAction({
  actionId: ACTION.run,
  accept: ({ ports }, click) =>
    ports.jobs.act({
      kind: 'run',
      person: click.person,
      reply: click.reply,
      target: cardTarget(click),
      again: false,
    }),
});
