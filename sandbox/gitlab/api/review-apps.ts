import { basicEnvironment } from '../entities/environment.ts';
import { canWrite } from '../rules/access.ts';
import { mayDeploy } from '../rules/protection.ts';
import { refuse } from '../rules/refusal.ts';
import type { Environment } from '../state/delivery-records.ts';
import { projectOf } from './project-of.ts';
import { type Answer, type Call, ok } from './route.ts';

const DAY = 24 * 60 * 60 * 1000;
const NONE_FOUND =
  'No environments found for scheduled deletion. Either your query did not match any environments (default parameters match environments that are 30 days or older), or you have insufficient permissions to delete matching environments.';
const NO_RIGHT = 'You do not have permission to destroy environments in this project';

/**
 * DELETE /projects/:id/environments/review_apps: dry run unless told otherwise, all or nothing. Without the right it
 * answers 401, of all things, in the same nested form.
 */
export function deleteReviewApps(call: Call): Answer {
  const { state, params, user } = call;
  const project = projectOf(call, false);
  const refusal = (status: number, message: string, unprocessable: readonly Environment[] = []) =>
    refuse(status, {
      scheduled_entries: [],
      unprocessable_entries: unprocessable.map(basicEnvironment),
      message,
    });
  if (!canWrite(state, project, user, 'developer')) throw refusal(401, NO_RIGHT);
  const before = params.time('before') ?? state.now() - 30 * DAY;
  const found = [...state.environments.values()]
    .filter(
      (row) => row.projectId === project.id && row.name.startsWith('review/') && row.state === 'stopped',
    )
    .filter((row) => row.autoDeleteAt === null && Date.parse(row.createdAt) < before)
    .slice(0, params.integer('limit') ?? 100);
  const unprocessable = found.filter((row) => !mayDeploy(state, project, row, user));
  if (found.length === 0 || unprocessable.length > 0) throw refusal(400, NONE_FOUND, unprocessable);
  if (params.boolean('dry_run') === false) {
    const at = new Date(state.now() + 7 * DAY).toISOString();
    for (const row of found) row.autoDeleteAt = at;
  }
  return ok({ scheduled_entries: found.map(basicEnvironment), unprocessable_entries: [] });
}
