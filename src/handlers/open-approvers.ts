import { whoCanApprove } from '../flows/who-can-approve.ts';
import type { ControlValue } from '../slack/ids.ts';
import { linesMessage } from '../slack/lines-message.ts';
import { approversLines, approversModal } from '../slack/modals/approvers.ts';
import { loadingModal } from '../slack/modals/message.ts';
import { MODAL } from '../slack/words/modals.ts';
import { answerClick } from './answer-click.ts';
import { cardSubject } from './card-subject.ts';
import { clickAct, clickedTarget, hadToWait } from './card-target.ts';
import type { Click, HandlerContext } from './define.ts';
import { fillModal } from './fill-modal.ts';

/**
 * Answers *Who can approve?*: in a modal that opens at once, or, as what ships, in a private message after connecting.
 * @throws SlipwayError `control-unknown`, `card-unknown`
 */
export async function openApprovers(
  context: HandlerContext,
  click: Click,
  value: ControlValue,
): Promise<void> {
  const { ports, views } = context;
  const { card, subject } = await cardSubject(ports, click.person.team, clickedTarget(click, value));
  const read = () => whoCanApprove(ports, click.person, card);
  if (hadToWait(click)) {
    answerClick(context, click, 'private', async () =>
      linesMessage(MODAL.approvers.title, approversLines(subject, await read())),
    );
    return;
  }
  const viewId = await views.open(click.triggerId, loadingModal(MODAL.approvers.title));
  const draw = async () => approversModal(subject, await read());
  context.track(fillModal(context, viewId, draw, clickAct(click)));
}
