import { ACTION } from '../../slack/ids.ts';
import { rejectModal } from '../../slack/modals/reject.ts';
import { cardSubject } from '../card-subject.ts';
import { cardTarget } from '../card-target.ts';
import { defineAction } from '../define.ts';

/** The card's *Reject…* button: a modal asks for the reason. */
export const reject = defineAction({
  actionId: ACTION.reject,
  accept: async ({ ports, views }, click) => {
    const target = cardTarget(click);
    const { subject } = await cardSubject(ports, click.person.team, target);
    await views.open(click.triggerId, rejectModal(target, subject));
  },
});
