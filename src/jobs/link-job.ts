import { z } from 'zod';
import { Act } from '../core/acts.ts';
import type { LinkNews } from '../core/link-news.ts';
import type { Ports } from '../core/ports/ports.ts';
import { afterLink } from '../flows/after-link.ts';
import { isInUse } from '../flows/spend-tokens.ts';
import type { JobRun } from './runner.ts';

const Notes = z.object({
  done: z.array(z.enum(['recorded', 'continued', 'told', 'told-other'])),
  act: Act.optional(),
});

/**
 * Does what follows a new connection; how far it has come is kept in the job's own progress. One queued as a precaution
 * has something to do only where the connection stands and the note of its tokens does too: whoever queued what follows,
 * and whoever gave the link up, has removed that.
 */
export async function linkJob(ports: Ports, news: LinkNews, run: JobRun): Promise<void> {
  if (news.precaution === true && !(await wasLeftBehind(ports, news))) return;
  const notes = Notes.catch({ done: [] }).parse(run.notes);
  await afterLink(ports, news, { done: notes.done, act: notes.act, note: (next) => run.saveNotes(next) });
  await ports.spent.remove(news.id);
}

async function wasLeftBehind(ports: Ports, { id }: LinkNews): Promise<boolean> {
  const note = await ports.spent.get(id);
  return note !== undefined && (await isInUse(ports, note));
}
