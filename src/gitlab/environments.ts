import { z } from 'zod';
import type { Environment } from '../core/deployment.ts';
import type { EnvironmentCalls } from '../core/ports/environment-calls.ts';
import { checkEnvironmentQuery, checkStaleBefore } from '../core/refused-queries.ts';
import type { ApiRequest, Caller } from './caller.ts';
import { environmentBody } from './environment-body.ts';
import { EnvironmentSchema } from './environment-schema.ts';
import { FULL_PAGE, pageOf } from './pages.ts';
import { path } from './path.ts';
import { deleteReviewApps } from './review-apps.ts';

/** https://docs.gitlab.com/api/environments/ */
export function createEnvironments(caller: Caller): EnvironmentCalls {
  const call = async (request: Omit<ApiRequest<Environment>, 'schema'>) =>
    (await caller.request({ ...request, schema: EnvironmentSchema })).value;
  return {
    get: async (project, environment) =>
      call({
        method: 'GET',
        path: path`/projects/${{ id: project }}/environments/${{ environment_id: environment }}`,
      }),
    list: async (project, query = {}) => {
      checkEnvironmentQuery(query);
      const { name, search, states, page, perPage = FULL_PAGE } = query;
      return pageOf(caller, {
        method: 'GET',
        path: path`/projects/${{ id: project }}/environments`,
        query: { name, search, states, page, per_page: perPage },
        schema: EnvironmentSchema,
      });
    },
    create: async (project, { name, ...fields }) =>
      call({
        method: 'POST',
        path: path`/projects/${{ id: project }}/environments`,
        body: { name, ...environmentBody(fields) },
      }),
    update: async (project, environment, change) =>
      call({
        method: 'PUT',
        path: path`/projects/${{ id: project }}/environments/${{ environment_id: environment }}`,
        body: environmentBody(change),
      }),
    delete: async (project, environment) => {
      const at = path`/projects/${{ id: project }}/environments/${{ environment_id: environment }}`;
      await caller.request({ method: 'DELETE', path: at, schema: z.unknown() });
    },
    deleteReviewApps: deleteReviewApps(caller),
    stop: async (project, environment, { force } = {}) =>
      call({
        method: 'POST',
        path: path`/projects/${{ id: project }}/environments/${{ environment_id: environment }}/stop`,
        ...(force === undefined ? {} : { body: { force } }),
      }),
    stopStale: async (project, before) => {
      checkStaleBefore(before, caller.clock.now());
      const at = path`/projects/${{ id: project }}/environments/stop_stale`;
      await caller.request({ method: 'POST', path: at, body: { before }, schema: z.unknown() });
    },
  };
}
