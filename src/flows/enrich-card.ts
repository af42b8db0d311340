import { type CardRecord, Ships } from '../core/card.ts';
import type { Deployment } from '../core/deployment.ts';
import { isError } from '../core/errors.ts';
import type { CardId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import { shipsOf } from '../core/shipping.ts';
import { readShipping } from './read-shipping.ts';

/**
 * Adds to a card what the deployment would ship, after the card has been posted: the approval never waits for it. Brings
 * it up to date where the card has it already. What GitLab will not tell however often it is asked is said there, too.
 * @throws GitLabError, `store-unavailable`: the job tries again
 */
export async function enrichCard(ports: Ports, id: CardId): Promise<void> {
  const before = await ports.cards.get(id);
  if (before === undefined) return;
  const ships = await readShips(ports, before);
  // What was stored has its fields in the schema's order.
  if (JSON.stringify(before.ships) === JSON.stringify(Ships.parse(ships))) return;
  await ports.locks.hold(`card-${id}`, 15_000, async () => {
    const card = await ports.cards.get(id);
    if (card !== undefined) await ports.cards.put({ ...card, ships });
  });
  await ports.jobs.publish(before);
}

/**
 * Has what ships read again for the cards of an environment in which another deployment has succeeded, whether or not that
 * one has a card: another version runs there now.
 */
export async function compareAnew(
  { jobs }: Pick<Ports, 'jobs'>,
  cards: readonly CardRecord[],
  { id, environment }: Deployment,
): Promise<void> {
  const others = cards.filter((card) => card.environment === environment.name && card.deployment !== id);
  for (const card of others) if (card.ships !== undefined) await jobs.enrich(card.id);
}

async function readShips({ watcher, gitlab }: Ports, card: CardRecord): Promise<Ships> {
  const deployment = await watcher.deployments.get(card.project, card.deployment);
  try {
    return shipsOf(await readShipping(watcher, gitlab.baseUrl, card, deployment));
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden', 'gitlab-refused', 'gitlab-invalid-answer'))
      throw error;
    const tier = await watcher.environments
      .get(card.project, deployment.environment.id)
      .then((environment) => environment.tier)
      .catch(() => null);
    return { ...UNREADABLE, tier };
  }
}

const UNREADABLE = {
  since: null,
  compareUrl: null,
  commits: 0,
  authors: 0,
  mergeRequests: [],
  loose: 0,
  unreadable: true,
};
