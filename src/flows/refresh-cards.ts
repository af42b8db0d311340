import type { Ports } from '../core/ports/ports.ts';
import type { Located } from './locate.ts';

/**
 * Has every open card of the deployment published anew, and the clicked one in any case. A newer deployment's fate also
 * decides whether older cards of its environment stand.
 */
export async function refreshCards(ports: Pick<Ports, 'cards' | 'jobs'>, at: Located): Promise<void> {
  const clicked = at.card;
  if (clicked !== undefined) await ports.jobs.publish(clicked);
  const project = clicked?.project ?? (typeof at.project === 'number' ? at.project : undefined);
  if (project === undefined) return;
  const others = (await ports.cards.open(project)).filter((card) => card.id !== clicked?.id);
  const touched = others.filter(
    (card) =>
      card.deployment === at.deployment ||
      card.older.includes(at.deployment) ||
      (card.environment === clicked?.environment && card.deployment < at.deployment),
  );
  for (const card of touched) await ports.jobs.publish(card);
}
