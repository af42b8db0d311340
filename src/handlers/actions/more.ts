import { SlipwayError } from '../../core/errors.ts';
import { ACTION, decodeMenu } from '../../slack/ids.ts';
import { approveModal } from '../../slack/modals/approve.ts';
import { cardSubject } from '../card-subject.ts';
import { cardTarget } from '../card-target.ts';
import { defineAction } from '../define.ts';
import { openApprovers } from '../open-approvers.ts';
import { openShips } from '../open-ships.ts';

/** The card's overflow menu. */
export const more = defineAction({
  actionId: ACTION.more,
  accept: async (context, click) => {
    const chosen = decodeMenu(click.value);
    if (chosen === undefined) throw new SlipwayError('control-unknown');
    switch (chosen.entry) {
      case 'open':
        return;
      case 'ships':
        return openShips(context, click, chosen.value);
      case 'approvers':
        return openApprovers(context, click, chosen.value);
      case 'comment': {
        const target = cardTarget(click, chosen.value);
        const { subject, ruleLabels } = await cardSubject(context.ports, click.person.team, target);
        await context.views.open(click.triggerId, approveModal(target, subject, ruleLabels));
      }
    }
  },
});
