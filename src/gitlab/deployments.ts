import type { DeploymentQuery, GitLabApi } from '../core/ports/gitlab.ts';
import { ApprovalSchema } from './approval-schema.ts';
import type { Caller } from './caller.ts';
import { DeploymentSchema } from './deployment-schema.ts';
import { MergeRequestSchema } from './merge-request-schema.ts';
import { allRows, pageOf } from './pages.ts';
import { path } from './path.ts';
import type { Query } from './query.ts';

/** A deployment that ships more is told by its first thousand merge requests. */
const MERGE_REQUEST_PAGES = 10;

/** https://docs.gitlab.com/api/deployments/ */
export function createDeployments(caller: Caller): GitLabApi['deployments'] {
  return {
    list: async (project, query = {}) =>
      pageOf(caller, {
        method: 'GET',
        path: path`/projects/${{ id: project }}/deployments`,
        query: listQuery(query),
        schema: DeploymentSchema,
      }),
    get: async (project, deployment) => {
      const at = path`/projects/${{ id: project }}/deployments/${{ deployment_id: deployment }}`;
      return (await caller.request({ method: 'GET', path: at, schema: DeploymentSchema })).value;
    },
    mergeRequests: async (project, deployment) => {
      const at = path`/projects/${{ id: project }}/deployments/${{ deployment_id: deployment }}/merge_requests`;
      return allRows(caller, { method: 'GET', path: at, schema: MergeRequestSchema }, MERGE_REQUEST_PAGES);
    },
    decide: async (project, deployment, { status, comment, representedAs }) => {
      const at = path`/projects/${{ id: project }}/deployments/${{ deployment_id: deployment }}/approval`;
      const body = { status, comment, represented_as: representedAs };
      return (await caller.request({ method: 'POST', path: at, body, schema: ApprovalSchema })).value;
    },
  };
}

const listQuery = (query: DeploymentQuery): Query => ({
  environment: query.environment,
  status: query.status,
  order_by: query.orderBy,
  sort: query.sort,
  updated_after: query.updatedAfter,
  updated_before: query.updatedBefore,
  finished_after: query.finishedAfter,
  finished_before: query.finishedBefore,
  page: query.page,
  per_page: query.perPage,
});
