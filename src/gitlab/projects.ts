import type { MergedRequest } from '../core/deployment.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';
import type { Caller } from './caller.ts';
import { ComparisonSchema } from './comparison-schema.ts';
import { accessLevelAt, membersAt } from './membership.ts';
import { MergeRequestSchema } from './merge-request-schema.ts';
import { FULL_PAGE, pageOf } from './pages.ts';
import { path } from './path.ts';
import { projectPage } from './project-pages.ts';
import { ProjectSchema } from './project-schema.ts';

/** https://docs.gitlab.com/api/projects/, with what belongs to a project's repository and members. */
export function createProjects(caller: Caller): GitLabApi['projects'] {
  return {
    get: async (project) => {
      const at = path`/projects/${{ id: project }}`;
      return (await caller.request({ method: 'GET', path: at, schema: ProjectSchema })).value;
    },
    compare: async (project, from, to) => {
      const at = path`/projects/${{ id: project }}/repository/compare`;
      const query = { from, to };
      return (await caller.request({ method: 'GET', path: at, query, schema: ComparisonSchema })).value;
    },
    mergeRequests: async (project, iids) => mergeRequests(caller, project, iids),
    merged: async (project, since, page) =>
      pageOf(caller, {
        method: 'GET',
        path: path`/projects/${{ id: project }}/merge_requests`,
        query: {
          state: 'merged',
          order_by: 'updated_at',
          sort: 'desc',
          updated_after: since,
          page,
          per_page: FULL_PAGE,
        },
        schema: MergeRequestSchema,
      }),
    mergeRequestsOfCommit: async (project, sha) => {
      const at = path`/projects/${{ id: project }}/repository/commits/${{ sha }}/merge_requests`;
      return (await pageOf(caller, { method: 'GET', path: at, schema: MergeRequestSchema })).items;
    },
    members: async (project) => membersAt(caller, path`/projects/${{ id: project }}/members/all`),
    hasMember: async (project, user, accessLevel) => {
      const at = path`/projects/${{ id: project }}/members/all/${{ user_id: user }}`;
      const held = await accessLevelAt(caller, at);
      return held !== undefined && held >= accessLevel;
    },
    list: async (query = {}) => projectPage(caller, path`/projects`, query, { membership: true }),
  };
}

/** https://docs.gitlab.com/api/merge_requests/#list-project-merge-requests, a page's worth of numbers at a time. */
async function mergeRequests(
  caller: Caller,
  project: ProjectRef,
  iids: readonly number[],
): Promise<readonly MergedRequest[]> {
  const found: MergedRequest[] = [];
  for (let start = 0; start < iids.length; start += FULL_PAGE) {
    const page = await pageOf(caller, {
      method: 'GET',
      path: path`/projects/${{ id: project }}/merge_requests`,
      query: { iids: iids.slice(start, start + FULL_PAGE), per_page: FULL_PAGE },
      schema: MergeRequestSchema,
    });
    found.push(...page.items);
  }
  return found;
}
