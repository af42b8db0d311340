import { z } from 'zod';
import type { DeploymentJob } from '../core/deployment.ts';
import { JobId } from '../core/ids.ts';
import { shownFlag, shownNumber, shownText, shownUrl } from './shown.ts';

/** A CI job, or a trigger job in its place (https://docs.gitlab.com/api/jobs/#retrieve-a-job-by-job-id). */
export const JobSchema = z
  .object({
    id: JobId,
    name: shownText,
    // Decides whether the job may be run: of a wrong type it must not pass. Old servers leave it out.
    status: z.string().nullish(),
    failure_reason: shownText,
    web_url: shownUrl,
    started_at: shownText,
    finished_at: shownText,
    duration: shownNumber,
    commit: z.object({ title: shownText }).nullish().catch(null),
    tag: shownFlag,
  })
  .transform(
    (job): DeploymentJob => ({
      id: job.id,
      name: job.name ?? '',
      status: job.status ?? '',
      failureReason: job.failure_reason ?? null,
      webUrl: job.web_url ?? null,
      startedAt: job.started_at ?? null,
      finishedAt: job.finished_at ?? null,
      duration: job.duration ?? null,
      commitTitle: job.commit?.title ?? null,
      isTag: job.tag,
    }),
  );
