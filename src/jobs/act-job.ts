import { z } from 'zod';
import type { Act, WaitingAct } from '../core/acts.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Journal } from '../flows/journal.ts';
import { performAct } from '../flows/perform-act.ts';
import type { JobRun } from './runner.ts';

const Notes = z.object({
  sentAt: z.number().optional(),
  votesBefore: z.number().default(0),
  runSentAt: z.number().optional(),
  toldUncertain: z.boolean().default(false),
});

/** Carries out a click or a command that was queued before it was acknowledged. */
export async function actJob(
  ports: Ports,
  answer: (act: WaitingAct) => Promise<void>,
  act: Act,
  run: JobRun,
): Promise<void> {
  await performAct(ports, act, journalOf(run), answer, run.isLast);
}

/** The flow's journal, kept in the job's own progress. */
function journalOf(run: JobRun): Journal {
  let notes = Notes.catch({ votesBefore: 0, toldUncertain: false }).parse(run.notes);
  return {
    id: run.id,
    get runSentAt() {
      return notes.runSentAt;
    },
    get sentAt() {
      return notes.sentAt;
    },
    get votesBefore() {
      return notes.votesBefore;
    },
    get toldUncertain() {
      return notes.toldUncertain;
    },
    write: async (entry) => {
      notes = { ...notes, ...entry };
      await run.saveNotes(notes);
    },
  };
}
