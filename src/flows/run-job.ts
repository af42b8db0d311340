import type { RunAct } from '../core/acts.ts';
import { assertRunnable } from '../core/decision-policy.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { JobId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { Ports } from '../core/ports/ports.ts';
import { type ActContext, markSent, openAct, outcomeUnknown, type Seen, see } from './act-context.ts';
import { recordDone, wasRecordedDone } from './audit-act.ts';
import type { Journal } from './journal.ts';
import { refreshAfter } from './refresh-after.ts';

/**
 * Runs the manual job of a deployment, or retries its failed one, as the person. Running is another right than
 * approving, and GitLab decides about it.
 *
 * A run whose outcome is unknown is never sent again: GitLab would clone a job that has finished meanwhile. What
 * GitLab then shows is the answer.
 * @returns what to tell the person
 * @throws SlipwayError the refusal to tell, or `outcome-open` with `retryAfterMs` while the outcome is not known
 */
export async function runJob(ports: Ports, act: RunAct, journal: Journal): Promise<Notice> {
  return openAct(ports, act, journal, async (context) => {
    const seen = await see(context);
    if (journal.sentAt !== undefined && (hasLeft(seen, act) || (await wasRecordedDone(context, act))))
      return conclude(context, act, seen);
    if (journal.sentAt !== undefined) throw new SlipwayError('run-unconfirmed', { url: seen.named.url });
    assertRunnable(seen.reading, act.again, context.at.clicked);
    const job = seen.reading.deployment.job;
    if (job === null) throw new SlipwayError('not-runnable', { phase: seen.reading.phase });
    await markSent(context);
    try {
      await start(context, seen, job.id, act.again);
    } catch (error) {
      if (error instanceof GitLabError && error.isAmbiguous) throw await outcomeUnknown(context, seen, 'run');
      // Somebody may have been a moment faster: what GitLab shows now says more than its refusal.
      const now = await see(context).catch(() => seen);
      assertRunnable(now.reading, act.again, context.at.clicked);
      throw error;
    }
    return conclude(context, act, seen);
  });
}

/** Whether the job has left the state in which it could be run. A retry makes a new job and leaves no trace here. */
const hasLeft = (seen: Seen, act: RunAct): boolean =>
  !act.again && seen.reading.phase !== 'ready' && seen.reading.phase !== 'manual';

async function start({ api, at }: ActContext, { named }: Seen, job: JobId, again: boolean): Promise<void> {
  try {
    await (again ? api.jobs.retry(at.project, job) : api.jobs.play(at.project, job));
  } catch (error) {
    throw explainRun(error, again, named.environment);
  }
}

/**
 * What a refusal of GitLab's means for a run.
 * @param again it was a retry
 */
export function explainRun(error: unknown, again: boolean, environment: string): unknown {
  if (isError(error, 'gitlab-forbidden', 'gitlab-not-found') && error.facts.lacks === undefined)
    return new SlipwayError('run-forbidden', { again: String(again), environment });
  return isError(error, 'gitlab-refused')
    ? new SlipwayError('not-runnable', { said: error.facts.said })
    : error;
}

async function conclude(context: ActContext, act: RunAct, seen: Seen): Promise<Notice> {
  await recordDone(context, act, seen);
  await refreshAfter(context);
  const job = seen.reading.deployment.job?.name ?? '';
  return { kind: 'run-started', named: seen.named, job, again: act.again };
}
