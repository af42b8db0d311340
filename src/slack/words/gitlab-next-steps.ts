import type { ErrorCode } from '../../core/errors.ts';
import type { CommandNames } from './commands.ts';

/** What to do about a refusal of one call, where that can be said better than for all. */
type Steps = Partial<Record<ErrorCode, (commands: CommandNames) => string>>;

const deployFilters = (commands: CommandNames): string =>
  `Check the filters: \`${commands.deploy} help\` shows what fits.`;
const envFilters = (commands: CommandNames): string =>
  `Check the filters: \`${commands.env} help\` shows what fits.`;
const reporter = (): string => 'It takes at least the Reporter role in the project: ask a maintainer for it.';
const developer = (): string =>
  'It takes at least the Developer role in the project: ask a maintainer for it.';
const maintainer = (): string => 'It takes the Maintainer role in the project: ask one of its maintainers.';

/** By method and path as `GitLabError` names them; refusals follow https://docs.gitlab.com/api/deployments/ and environments/. */
const STEPS: Readonly<Record<string, Steps>> = {
  'GET /projects/:id/deployments': { 'gitlab-refused': deployFilters, 'gitlab-forbidden': reporter },
  'GET /projects/:id/deployments/:deployment_id': { 'gitlab-forbidden': reporter },
  'GET /projects/:id/deployments/:deployment_id/merge_requests': {
    'gitlab-refused': deployFilters,
    'gitlab-forbidden': reporter,
  },
  'POST /projects/:id/deployments': {
    'gitlab-refused': () => 'Check the environment, the branch or tag and the commit, then send it again.',
    'gitlab-forbidden': () =>
      'It takes the Developer role, and where the environment is protected the right to deploy there: ask a maintainer.',
  },
  'PUT /projects/:id/deployments/:deployment_id': {
    'gitlab-refused': (commands) =>
      `Choose another status; what has ended cannot run again: record that anew with \`${commands.deploy} create\`.`,
    'gitlab-forbidden': () =>
      'Nobody can set the status of what a job deployed: it follows the job. For any other, ask a maintainer for the right to deploy there.',
  },
  'DELETE /projects/:id/deployments/:deployment_id': {
    'gitlab-refused': () =>
      'A running deployment has to end first; the one its environment runs now, to be replaced by another.',
    'gitlab-forbidden': () =>
      'It takes the Maintainer role, and where the environment is protected the right to deploy there: ask a maintainer.',
  },
  'GET /projects/:id/environments': { 'gitlab-refused': envFilters, 'gitlab-forbidden': reporter },
  'GET /projects/:id/environments/:environment_id': { 'gitlab-forbidden': reporter },
  'POST /projects/:id/environments': { 'gitlab-forbidden': developer },
  'PUT /projects/:id/environments/:environment_id': { 'gitlab-forbidden': developer },
  'DELETE /projects/:id/environments/:environment_id': {
    'gitlab-forbidden': (commands) =>
      `Only a stopped environment can be deleted: stop it first with \`${commands.env} stop\`. If it is stopped, ask somebody who may deploy there.`,
  },
  'DELETE /projects/:id/environments/review_apps': {
    'gitlab-refused': () =>
      'Name a later date with `before:`, or ask a maintainer: one that you may not delete keeps all the others.',
    'gitlab-forbidden': developer,
  },
  'POST /projects/:id/environments/:environment_id/stop': {
    'gitlab-refused': (commands) =>
      `Without a stop job it can be marked as stopped by force: add \`force\` to \`${commands.env} stop\`.`,
    'gitlab-forbidden': () => 'It takes the right to deploy there and to run its stop job: ask a maintainer.',
  },
  'POST /projects/:id/environments/stop_stale': {
    'gitlab-refused': () => 'Name a date from ten years to one week ago with `before:`.',
    'gitlab-forbidden': maintainer,
  },
};

/** The next step for this refusal of this call; `undefined` where none is better than the usual one. */
export function nextStep(
  call: string | undefined,
  code: ErrorCode,
  commands: CommandNames,
): string | undefined {
  const steps = call !== undefined && Object.hasOwn(STEPS, call) ? STEPS[call] : undefined;
  return steps?.[code]?.(commands);
}
