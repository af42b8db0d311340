import type { CardRecord, CardView, PreviousVersion } from '../core/card.ts';
import type { Reading } from '../core/decision-policy.ts';
import type { Deployment, Project } from '../core/deployment.ts';
import { deploymentUrl } from '../core/links.ts';
import type { Ports } from '../core/ports/ports.ts';
import { readPrevious } from './read-deployment.ts';

/**
 * What stands behind a deployment in its environment: the version before it, and older ones that wait still.
 *
 * While it waits, both follow from what was read already. A card that begins later asks for the version before its first
 * post; where GitLab does not tell, the card goes out without it.
 */
export async function historyOf(
  ports: Pick<Ports, 'watcher' | 'log'>,
  project: Project,
  card: CardRecord,
  reading: Reading,
): Promise<Required<Pick<CardView, 'previous' | 'older'>>> {
  const older = (reading.older ?? []).map((one) => ({ id: one.id, url: deploymentUrl(project, one) }));
  const known = versionOf(project, reading.previous) ?? card.previous;
  if (known !== undefined || card.ts !== undefined || reading.older !== undefined)
    return { previous: known, older };
  const found = await readPrevious(ports.watcher, project.id, reading.deployment).catch((error: unknown) => {
    ports.log.debug({ card: card.id, err: error }, 'the version before a deployment cannot be read');
    return undefined;
  });
  return { previous: versionOf(project, found), older };
}

const versionOf = (project: Project, deployment: Deployment | undefined): PreviousVersion | undefined =>
  deployment === undefined
    ? undefined
    : { ref: deployment.ref, sha: deployment.sha, url: deploymentUrl(project, deployment) };
