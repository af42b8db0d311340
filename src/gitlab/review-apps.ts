import { z } from 'zod';
import type { EnvironmentCalls, ReviewAppsDeletion } from '../core/ports/environment-calls.ts';
import { checkReviewApps } from '../core/refused-queries.ts';
import type { Caller } from './caller.ts';
import type { HttpAnswer } from './client.ts';
import { ShortEnvironmentSchema } from './environment-schema.ts';
import { path } from './path.ts';

const entries = z.array(ShortEnvironmentSchema);

const Deletion = z.object({ scheduled_entries: entries, unprocessable_entries: entries }).transform(
  (row): ReviewAppsDeletion => ({
    scheduled: row.scheduled_entries,
    unprocessable: row.unprocessable_entries,
  }),
);

/** https://docs.gitlab.com/api/environments/#delete-multiple-stopped-review-apps */
export const deleteReviewApps =
  (caller: Caller): EnvironmentCalls['deleteReviewApps'] =>
  async (project, { before, limit, dryRun }) => {
    checkReviewApps({ limit });
    const at = path`/projects/${{ id: project }}/environments/review_apps`;
    const query = { before, limit, dry_run: dryRun };
    const request = { method: 'DELETE', path: at, query, schema: Deletion, codeOf } as const;
    return (await caller.request(request)).value;
  };

const Nested = z.object({ message: z.object({ scheduled_entries: z.unknown() }) });

/**
 * Whoever may not delete environments is answered 401 here, with the lists of a success around the sentence. A token
 * that ended is answered 401, too, and without them: only that one is to be renewed.
 */
function codeOf({ status, body }: HttpAnswer): 'gitlab-forbidden' | undefined {
  if (status !== 401 || body.kind !== 'whole') return undefined;
  return isNested(body.text) ? 'gitlab-forbidden' : undefined;
}

function isNested(text: string): boolean {
  try {
    return Nested.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
