import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Caller } from './caller.ts';
import { EnvironmentSchema } from './environment-schema.ts';
import { FULL_PAGE, pageOf } from './pages.ts';
import { path } from './path.ts';

/** https://docs.gitlab.com/api/environments/ */
export function createEnvironments(caller: Caller): GitLabApi['environments'] {
  return {
    get: async (project, environment) => {
      const at = path`/projects/${{ id: project }}/environments/${{ environment_id: environment }}`;
      return (await caller.request({ method: 'GET', path: at, schema: EnvironmentSchema })).value;
    },
    list: async (project, { name, search, page } = {}) =>
      pageOf(caller, {
        method: 'GET',
        path: path`/projects/${{ id: project }}/environments`,
        query: { name, search, page, per_page: FULL_PAGE },
        schema: EnvironmentSchema,
      }),
  };
}
