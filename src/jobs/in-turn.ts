import type { Job } from 'bullmq';
import { z } from 'zod';
import { SlackPerson } from '../core/person.ts';
import type { FairShare } from './fair-share.ts';

/** Milliseconds after which a job that found no place looks for one again. */
const NEXT_LOOK_MS = 250;

const Owned = z.object({ person: SlackPerson });

/** What a job's turn is made of. */
interface Turn {
  /** @param tries so far, from 1; a start that found no place was none */
  readonly work: (tries: number) => Promise<void>;
  /** Has the job start again so many milliseconds later. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Does a job, unless its person has work enough under way: then it waits without a place, and others have their turn. */
export async function inTurn(job: Job, share: FairShare, { work, wait }: Turn): Promise<void> {
  const id = String(job.id);
  const owned = Owned.safeParse(job.data).data;
  const who = owned === undefined ? undefined : `${owned.person.team}/${owned.person.user}`;
  const giveBack = who === undefined ? () => undefined : share.take(who, id);
  if (giveBack === undefined) return wait(NEXT_LOOK_MS);
  try {
    await work(job.attemptsStarted - share.waited(id));
  } finally {
    giveBack();
  }
}
