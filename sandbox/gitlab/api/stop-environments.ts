import { environmentEntity } from '../entities/environment.ts';
import { canWrite } from '../rules/access.ts';
import { isProtected, mayDeploy } from '../rules/protection.ts';
import { badRequest, forbidden } from '../rules/refusal.ts';
import type { Environment } from '../state/delivery-records.ts';
import { type State, timestamp } from '../state/state.ts';
import { environmentOf, readableProject, writableProject } from './project-of.ts';
import { type Answer, type Call, ok } from './route.ts';

const DAY = 24 * 60 * 60 * 1000;

/** POST …/stop: 200 even when it was stopped before; with an on_stop job it waits in `stopping`. */
export function stop(call: Call): Answer {
  const { state, user, params } = call;
  const project = readableProject(call, false);
  const environment = environmentOf(call, project);
  const mayStop = canWrite(state, project, user, 'developer') && mayDeploy(state, project, environment, user);
  if (!mayStop) throw forbidden();
  if (environment.state === 'available') stopNow(state, environment, params.boolean('force') ?? false);
  return ok(environmentEntity(state, environment, null));
}

function stopNow(state: State, environment: Environment, force: boolean): void {
  if (!force && !environment.onStop && environment.autoStopSetting === 'with_action') {
    throw badRequest('Attempted to stop the environment but failed to change the status');
  }
  environment.state = environment.onStop && !force ? 'stopping' : 'stopped';
  environment.updatedAt = timestamp(state);
}

/** POST …/stop_stale: every open, unprotected environment nobody touched since `before`. */
export function stopStale(call: Call): Answer {
  const { state, params } = call;
  const project = writableProject(call, 'maintainer');
  const before = params.time('before') ?? Number.NaN;
  const [oldest, newest] = [state.now() - 3652 * DAY, state.now() - 7 * DAY];
  if (!(before >= oldest && before <= newest)) throw badRequest('Invalid Date');
  for (const row of state.environments.values()) {
    const stale =
      row.projectId === project.id && row.state === 'available' && Date.parse(row.updatedAt) < before;
    if (stale && !isProtected(state, row)) stopNow(state, row, true);
  }
  return ok({ message: 'Successfully requested stop for all stale environments' });
}
