import { asPerson } from '../flows/as-person.ts';
import { olderDeployments } from '../flows/older-deployments.ts';
import { connectedMessage } from '../slack/connected-message.ts';
import { ACTION } from '../slack/ids.ts';
import { loadingModal } from '../slack/modals/message.ts';
import { rejectOlderModal } from '../slack/modals/reject-older.ts';
import { CARD } from '../slack/words/card.ts';
import { cardSubject } from './card-subject.ts';
import { type CardTarget, clickAct, hadToWait } from './card-target.ts';
import type { Click, HandlerContext } from './define.ts';
import { fillModal } from './fill-modal.ts';

/**
 * Opens the modal with the older deployments that a card's own replaces, to be filled when GitLab has answered. After
 * connecting no modal opens by itself: a private message has the button once more.
 * @throws SlipwayError `card-unknown`
 */
export async function openOlder(context: HandlerContext, click: Click, target: CardTarget): Promise<void> {
  const { ports, replies, views } = context;
  const { card } = await cardSubject(ports, click.person.team, target);
  if (hadToWait(click)) {
    const again = connectedMessage(CARD.rejectOlder, ACTION.rejectOlderNow, click.value);
    await replies.send(click.reply, again, 'private');
    return;
  }
  const viewId = await views.open(click.triggerId, loadingModal());
  const draw = async () => {
    const { api } = await asPerson(ports, click.person);
    return rejectOlderModal(target, card.deployment, await olderDeployments(api, card));
  };
  context.track(fillModal(context, viewId, draw, clickAct(click)));
}
