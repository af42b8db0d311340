import type { CardRecord } from '../core/card.ts';
import { SlipwayError } from '../core/errors.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isCardOf } from '../flows/locate.ts';
import type { ModalSubject } from '../slack/modals/subject.ts';
import type { CardTarget } from './card-target.ts';

/**
 * The card a modal is opened from, out of the store: no GitLab call stands between a click and its modal.
 * @throws SlipwayError `card-unknown`
 */
export async function cardSubject(
  ports: Ports,
  team: string,
  target: CardTarget,
): Promise<{ card: CardRecord; subject: ModalSubject; ruleLabels: readonly string[] }> {
  const card = await ports.cards.get(target.card);
  if (card?.subject === undefined || !isCardOf(card, team, target)) throw new SlipwayError('card-unknown');
  const { sha, ref, ruleLabels } = card.subject;
  return { card, subject: { sha, ref, environment: card.environment }, ruleLabels };
}
