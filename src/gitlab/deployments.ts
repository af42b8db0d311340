import { z } from 'zod';
import type { Deployment } from '../core/deployment.ts';
import type { DeploymentQuery, GitLabApi } from '../core/ports/gitlab.ts';
import { checkDeploymentQuery } from '../core/refused-queries.ts';
import { ApprovalSchema } from './approval-schema.ts';
import type { ApiRequest, Caller } from './caller.ts';
import { DeploymentSchema } from './deployment-schema.ts';
import { mergeRequestFilters } from './merge-request-filters.ts';
import { MergeRequestSchema } from './merge-request-schema.ts';
import { allRows, pageOf } from './pages.ts';
import { path } from './path.ts';
import type { Query } from './query.ts';

/** A deployment that ships more is told by its first thousand merge requests. */
const MERGE_REQUEST_PAGES = 10;

/** https://docs.gitlab.com/api/deployments/ */
export function createDeployments(caller: Caller): GitLabApi['deployments'] {
  const call = async (request: Omit<ApiRequest<Deployment>, 'schema'>) =>
    (await caller.request({ ...request, schema: DeploymentSchema })).value;
  return {
    list: async (project, query = {}) => {
      checkDeploymentQuery(query);
      return pageOf(caller, {
        method: 'GET',
        path: path`/projects/${{ id: project }}/deployments`,
        query: listQuery(query),
        schema: DeploymentSchema,
      });
    },
    get: async (project, deployment) =>
      call({
        method: 'GET',
        path: path`/projects/${{ id: project }}/deployments/${{ deployment_id: deployment }}`,
      }),
    create: async (project, { environment, sha, ref, tag, status }) =>
      call({
        method: 'POST',
        path: path`/projects/${{ id: project }}/deployments`,
        body: { environment, sha, ref, tag, status },
      }),
    update: async (project, deployment, status) =>
      call({
        method: 'PUT',
        path: path`/projects/${{ id: project }}/deployments/${{ deployment_id: deployment }}`,
        body: { status },
      }),
    delete: async (project, deployment) => {
      const at = path`/projects/${{ id: project }}/deployments/${{ deployment_id: deployment }}`;
      // 204 without a body; other answers of a success, as the published page shows them, are as good.
      await caller.request({ method: 'DELETE', path: at, schema: z.unknown() });
    },
    mergeRequests: async (project, deployment) => {
      const at = path`/projects/${{ id: project }}/deployments/${{ deployment_id: deployment }}/merge_requests`;
      return allRows(caller, { method: 'GET', path: at, schema: MergeRequestSchema }, MERGE_REQUEST_PAGES);
    },
    mergeRequestPage: async (project, deployment, query = {}) => {
      const at = path`/projects/${{ id: project }}/deployments/${{ deployment_id: deployment }}/merge_requests`;
      return pageOf(caller, {
        method: 'GET',
        path: at,
        query: mergeRequestFilters(query),
        schema: MergeRequestSchema,
      });
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
