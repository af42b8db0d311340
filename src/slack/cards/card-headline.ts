import type { DeploymentView } from '../../core/card.ts';
import { tookMs } from '../../core/took.ts';
import { code, literal, plainLine } from '../escape.ts';
import { durationWords } from '../words/durations.ts';
import { deployedIn, FAILED_AT, failedAt, headline } from '../words/phases.ts';

/**
 * What stands between a headline and what it is about. Jobs are often called `deploy:production`: a second colon would
 * hide where the name ends, and Slack takes a word between two for an emoji.
 */
export const colonAfter = (words: string): string => (words.includes(':') ? ' · ' : ': ');

/** The same headline as mrkdwn. */
export function markedHeadline(view: DeploymentView): string {
  const { job } = view.deployment;
  return view.phase === 'failed' && job !== null && job.name !== ''
    ? `*${FAILED_AT}* ${code(job.name, 100)}`
    : `*${literal(cardHeadline(view, 100))}*`;
}

/** How a deployment stands, in plain words: "Deployed in 3 min 12 s", "Failed at deploy:production". */
export function cardHeadline({ deployment, phase, supersededBy }: DeploymentView, limit: number): string {
  const took = tookMs(deployment);
  if (phase === 'success' && took !== undefined) return plainLine(deployedIn(durationWords(took)), limit);
  if (phase === 'failed' && deployment.job !== null)
    return plainLine(failedAt(plainLine(deployment.job.name, limit)), limit);
  return plainLine(headline(phase, deployment.status, supersededBy?.id), limit);
}
