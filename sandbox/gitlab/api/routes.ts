import type { State } from '../state/state.ts';
import { deploymentRoutes } from './deployments.ts';
import { environmentRoutes } from './environments.ts';
import { freezePeriodRoutes } from './freeze-periods.ts';
import { hookRoutes } from './hooks.ts';
import { jobRoutes } from './jobs.ts';
import { memberRoutes } from './members.ts';
import { projectRoutes } from './projects.ts';
import { protectedEnvironmentRoutes } from './protected-environments.ts';
import { repositoryRoutes } from './repository.ts';
import type { Route } from './route.ts';
import { versionRoutes } from './server-version.ts';
import { userRoutes } from './users.ts';

/** Everything the sandbox answers below /api/v4. Literal paths stand before patterns that would take them. */
export function apiRoutes(state: State): Route[] {
  return [
    ...deploymentRoutes(state),
    ...environmentRoutes(state),
    ...jobRoutes(),
    ...repositoryRoutes(),
    ...memberRoutes(),
    ...protectedEnvironmentRoutes(),
    ...freezePeriodRoutes(),
    ...hookRoutes(),
    ...projectRoutes(),
    ...userRoutes(),
    ...versionRoutes(),
  ];
}
