import type { ControlValue } from '../slack/ids.ts';
import { linesMessage } from '../slack/lines-message.ts';
import { loadingModal } from '../slack/modals/message.ts';
import { subjectWords } from '../slack/modals/subject.ts';
import { MODAL } from '../slack/words/modals.ts';
import { answerClick } from './answer-click.ts';
import { cardSubject } from './card-subject.ts';
import { clickAct, clickedTarget, hadToWait } from './card-target.ts';
import type { Click, HandlerContext } from './define.ts';
import { fillModal } from './fill-modal.ts';
import { shipsPage, shipsView } from './shown-ships.ts';

/**
 * Shows all that a card's deployment ships: in a modal that opens at once and is filled when GitLab has answered; as a
 * private message where the click had to wait for its author to connect, and no modal opens any more.
 * @throws SlipwayError `control-unknown`, `card-unknown`
 */
export async function openShips(context: HandlerContext, click: Click, value: ControlValue): Promise<void> {
  const target = clickedTarget(click, value);
  const { person } = click;
  const { card, subject } = await cardSubject(context.ports, person.team, target);
  if (hadToWait(click)) {
    answerClick(context, click, 'private', async () => {
      const shown = await shipsPage(context, person, card, 1);
      const command = `\`${context.words.commands.deploy} changes ${card.projectPath} ${card.deployment} page:2\``;
      const more = shown.hasMore ? [MODAL.ships.more(command)] : [];
      return linesMessage(MODAL.ships.title, [subjectWords(subject), ...shown.head, ...shown.lines, ...more]);
    });
    return;
  }
  const viewId = await context.views.open(click.triggerId, loadingModal(MODAL.ships.title));
  const opened = { subject, reference: target, page: 1 };
  const draw = () => shipsView(context, person, card, opened);
  context.track(fillModal(context, viewId, draw, clickAct(click)));
}
