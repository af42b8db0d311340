import type { Deployment } from '../../core/deployment.ts';
import { code, oneLine } from '../escape.ts';

/** Characters of a sha that people are shown; the same number as GitLab's `short_id`. */
const SHORT_SHA = 8;

export const shortSha = (sha: string): string => oneLine(sha).slice(0, SHORT_SHA);

/** Tag or branch and short sha, as plain text. */
export function plainVersion(deployment: Deployment): string {
  const parts = [oneLine(deployment.ref), shortSha(deployment.sha)].filter((part) => part !== '');
  return parts.join(' · ') || '–';
}

/** The same in mrkdwn, as code spans. */
export function markedVersion(deployment: Deployment): string {
  const parts = [code(deployment.ref, 100), code(shortSha(deployment.sha))].filter((part) => part !== '');
  return parts.join(' · ') || '–';
}
