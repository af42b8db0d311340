import type { Deployment } from './deployment.ts';

/**
 * How long a deployment's job ran, in milliseconds; `undefined` for one that never ran, has not ended, or was made through
 * the API. GitLab's `duration` stands in where a server leaves a moment out.
 */
export function tookMs({ job }: Deployment): number | undefined {
  if (job === null) return undefined;
  const { startedAt, finishedAt, duration } = job;
  const ms =
    startedAt === null || finishedAt === null ? Number.NaN : Date.parse(finishedAt) - Date.parse(startedAt);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  return duration !== null && duration >= 0 && finishedAt !== null ? duration * 1_000 : undefined;
}
