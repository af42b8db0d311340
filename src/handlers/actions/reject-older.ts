import { asPerson } from '../../flows/as-person.ts';
import { olderDeployments } from '../../flows/older-deployments.ts';
import { ACTION } from '../../slack/ids.ts';
import { loadingModal } from '../../slack/modals/message.ts';
import { rejectOlderModal } from '../../slack/modals/reject-older.ts';
import { cardSubject } from '../card-subject.ts';
import { cardTarget } from '../card-target.ts';
import { defineAction } from '../define.ts';
import { fillModal } from '../fill-modal.ts';

/** *Reject older…*: a modal with the older deployments that this one replaces. */
export const rejectOlder = defineAction({
  actionId: ACTION.rejectOlder,
  accept: async (context, click) => {
    const { ports, views } = context;
    const target = cardTarget(click);
    const { card } = await cardSubject(ports, click.person.team, target);
    const viewId = await views.open(click.triggerId, loadingModal());
    const filled = fillModal(context, viewId, async () => {
      const { api } = await asPerson(ports, click.person);
      return rejectOlderModal(target, card.deployment, await olderDeployments(api, card));
    });
    context.track(filled);
  },
});
