import { z } from 'zod';
import type { DeploymentJob } from '../core/deployment.ts';
import { JobId } from '../core/ids.ts';
import { shown, shownNumber, shownText, shownUrl } from './shown.ts';

/** A CI job, or a trigger job in its place (https://docs.gitlab.com/api/jobs/#retrieve-a-job-by-job-id). */
export const JobSchema = z
  .object({
    id: JobId,
    name: shown,
    // Decides whether the job may be run: of a wrong type it must not pass. Old servers leave it out.
    status: z.string().nullish(),
    failure_reason: shown,
    web_url: shown,
    started_at: shown,
    finished_at: shown,
    duration: shown,
    commit: shown,
    tag: shown,
  })
  .transform(
    (job): DeploymentJob => ({
      id: job.id,
      name: shownText(job.name) ?? '',
      status: job.status ?? '',
      failureReason: shownText(job.failure_reason),
      webUrl: shownUrl(job.web_url),
      startedAt: shownText(job.started_at),
      finishedAt: shownText(job.finished_at),
      duration: shownNumber(job.duration),
      commitTitle: titleOf(job.commit),
      isTag: job.tag === true,
    }),
  );

const titleOf = (commit: unknown): string | null =>
  typeof commit === 'object' && commit !== null && 'title' in commit ? shownText(commit.title) : null;
