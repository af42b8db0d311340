import { z } from 'zod';
import { Act } from '../core/acts.ts';
import type { LinkNews } from '../core/link-news.ts';
import type { Ports } from '../core/ports/ports.ts';
import { afterLink } from '../flows/after-link.ts';
import type { JobRun } from './runner.ts';

const Notes = z.object({
  done: z.array(z.enum(['recorded', 'continued', 'told', 'told-other'])),
  act: Act.optional(),
});

/** Does what follows a new connection; how far it has come is kept in the job's own progress. */
export async function linkJob(ports: Ports, news: LinkNews, run: JobRun): Promise<void> {
  const notes = Notes.catch({ done: [] }).parse(run.notes);
  await afterLink(ports, news, { done: notes.done, act: notes.act, note: (next) => run.saveNotes(next) });
}
