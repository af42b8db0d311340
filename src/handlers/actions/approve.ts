import { ACTION } from '../../slack/ids.ts';
import { cardTarget } from '../card-target.ts';
import { defineAction } from '../define.ts';

/** The card's *Approve* button: one click approves. */
export const approve = defineAction({
  actionId: ACTION.approve,
  accept: ({ ports }, click) =>
    ports.jobs.act({
      kind: 'decide',
      person: click.person,
      reply: click.reply,
      target: cardTarget(click),
      decision: 'approved',
    }),
});
