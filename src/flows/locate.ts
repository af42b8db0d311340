import type { Target } from '../core/acts.ts';
import type { CardRecord } from '../core/card.ts';
import { SlipwayError } from '../core/errors.ts';
import type { DeploymentId, Revision, TeamId } from '../core/ids.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';
import type { CardStore } from '../core/ports/stores.ts';
import { deploymentOfPage } from './deployment-of-page.ts';

type CardTarget = Extract<Target, { card: unknown }>;

/** The deployment an act is about, found but not yet read. */
export interface Located {
  readonly project: ProjectRef;
  readonly deployment: DeploymentId;
  /** Known where a card was clicked. */
  readonly environment: string | undefined;
  readonly card: CardRecord | undefined;
  /** What the clicked buttons stood for. */
  readonly clicked: Revision | undefined;
}

/**
 * Finds what a click or a command is about. A click's ids come from the stored card alone, and only when it came from
 * the message that is that card.
 * @throws SlipwayError `card-unknown`, `deployment-not-found`; GitLabError
 */
export async function locate(
  cards: CardStore,
  team: TeamId,
  target: Target,
  who: Promise<{ api: GitLabApi }>,
): Promise<Located> {
  if ('card' in target) return locateCard(cards, team, target);
  const deployment =
    'deployment' in target
      ? target.deployment
      : await deploymentOfPage((await who).api, target.project, target.environment, target.iid);
  return { project: target.project, deployment, environment: undefined, card: undefined, clicked: undefined };
}

/** Whether what was clicked is this card: in its workspace and channel, and the very message where both are known. */
export const isCardOf = (card: CardRecord, team: string, target: CardTarget): boolean =>
  card.team === team &&
  card.channel === target.channel &&
  (target.message === undefined || card.ts === undefined || target.message === card.ts);

async function locateCard(cards: CardStore, team: TeamId, target: CardTarget): Promise<Located> {
  const card = await cards.get(target.card);
  if (card === undefined || !isCardOf(card, team, target)) throw new SlipwayError('card-unknown');
  const { project, deployment, environment } = card;
  return { project, deployment, environment, card, clicked: target.revision };
}
