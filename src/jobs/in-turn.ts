import { DelayedError, type Job } from 'bullmq';
import { z } from 'zod';
import { SlackPerson } from '../core/person.ts';
import type { Clock } from '../core/ports/time.ts';
import type { FairShare } from './fair-share.ts';

/** Milliseconds after which a job that found no place looks for one again. */
const NEXT_LOOK_MS = 250;

const Owned = z.object({ person: SlackPerson });

/**
 * Does a job, unless its person has work enough under way: then it waits without a place, and others have their turn.
 * @param work gets the number of tries so far, from 1; a start that found no place was none
 */
export async function inTurn(
  job: Job,
  token: string | undefined,
  { share, clock }: { readonly share: FairShare; readonly clock: Clock },
  work: (tries: number) => Promise<void>,
): Promise<void> {
  const id = String(job.id);
  const owned = Owned.safeParse(job.data).data;
  const who = owned === undefined ? undefined : `${owned.person.team}/${owned.person.user}`;
  const giveBack = who === undefined ? () => undefined : share.take(who, id);
  if (giveBack === undefined) {
    await job.moveToDelayed(clock.now() + NEXT_LOOK_MS, token);
    throw new DelayedError();
  }
  try {
    await work(job.attemptsStarted - share.waited(id));
  } finally {
    giveBack();
  }
}
