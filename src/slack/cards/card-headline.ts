import type { DeploymentView } from '../../core/card.ts';
import { tookMs } from '../../core/took.ts';
import { plainLine } from '../escape.ts';
import { durationWords } from '../words/durations.ts';
import { deployedIn, failedAt, headline } from '../words/phases.ts';

/** How a deployment stands, in plain words: "Deployed in 3 min 12 s", "Failed at deploy:production". */
export function cardHeadline({ deployment, phase, supersededBy }: DeploymentView, limit: number): string {
  const took = tookMs(deployment);
  if (phase === 'success' && took !== undefined) return plainLine(deployedIn(durationWords(took)), limit);
  if (phase === 'failed' && deployment.job !== null)
    return plainLine(failedAt(plainLine(deployment.job.name, limit)), limit);
  return plainLine(headline(phase, deployment.status, supersededBy?.id), limit);
}
