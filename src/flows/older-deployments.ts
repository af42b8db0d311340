import type { CardRecord } from '../core/card.ts';
import type { Deployment } from '../core/deployment.ts';
import { olderWaiting } from '../core/phase.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';

/** More do not fit on a page, and nobody lets more pile up. */
const PAGE = 100;

/**
 * The older deployments of a card's environment that still wait, the newest first, read with a person's own rights.
 * @throws GitLabError
 */
export async function olderDeployments(api: GitLabApi, card: CardRecord): Promise<readonly Deployment[]> {
  const [own, waiting] = await Promise.all([
    api.deployments.get(card.project, card.deployment),
    api.deployments.list(card.project, {
      environment: card.environment,
      status: 'blocked',
      orderBy: 'id',
      sort: 'desc',
      perPage: PAGE,
    }),
  ]);
  return olderWaiting(own, waiting.items);
}
