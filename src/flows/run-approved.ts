import { codeOf } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { JobId } from '../core/ids.ts';
import type { ActContext, Seen } from './act-context.ts';
import { recordRunAfter } from './audit-act.ts';

/** What became of the run that was asked for with an approval; `unclear`: the card then shows whether it runs. */
type Runs = 'started' | 'refused' | 'unclear' | 'not-asked';

/**
 * Runs the job right after the approval that completed the rules, if the approver may. The approval stands either way.
 * It is sent once: where an earlier try of the act sent it, what GitLab shows now is the answer.
 * @throws SlipwayError `store-unavailable` before it is sent
 */
export async function runApproved(context: ActContext, seen: Seen): Promise<Runs> {
  const { journal, ports } = context;
  const isReady = seen.reading.phase === 'ready';
  if (journal.runSentAt !== undefined) {
    await recordRunAfter(context, seen, isReady ? 'run-unconfirmed' : 'done');
    return isReady ? 'unclear' : 'started';
  }
  if (!isReady) return 'not-asked';
  const job = seen.reading.deployment.job;
  if (job === null) {
    await recordRunAfter(context, seen, 'not-runnable');
    return 'refused';
  }
  await journal.write({ runSentAt: ports.clock.now() });
  const { runs, outcome } = await play(context, job.id);
  await recordRunAfter(context, seen, outcome);
  return runs;
}

async function play({ api, at, trace }: ActContext, job: JobId): Promise<{ runs: Runs; outcome: string }> {
  delete trace.answer;
  try {
    await api.jobs.play(at.project, job);
    return { runs: 'started', outcome: 'done' };
  } catch (error) {
    // The approval stands whatever became of the run: nothing here may read as if it had not counted.
    const isUnclear = error instanceof GitLabError && error.isAmbiguous;
    return isUnclear
      ? { runs: 'unclear', outcome: 'run-unconfirmed' }
      : { runs: 'refused', outcome: codeOf(error) };
  }
}
