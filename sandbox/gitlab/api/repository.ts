import { commitEntity } from '../entities/commit.ts';
import { mergeRequestEntity } from '../entities/merge-request.ts';
import { noSuch } from '../rules/refusal.ts';
import type { Commit, Project } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { filterMergeRequests, MERGE_REQUEST_FILTERS } from './merge-request-filters.ts';
import { pageOf } from './pages-of-rows.ts';
import { readableProject } from './project-of.ts';
import { commitFor, refExists } from './refs.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';

/** A sha or ref as a commit; a branch other than main stands where its newest pipeline stood. */
function resolve(state: State, project: Project, name: string): Commit | undefined {
  const direct = commitFor(project, name);
  if (direct || !refExists(state, project, name)) return direct;
  const pipeline = [...state.pipelines.values()].findLast(
    (row) => row.projectId === project.id && row.ref === name,
  );
  return pipeline ? commitFor(project, pipeline.sha) : project.commits.at(-1);
}

/** GET repository/compare: the commits after `from` up to `to`, oldest first. Diffs are empty: nobody edits files here. */
function compare(call: Call): Answer {
  const { state, params } = call;
  const project = readableProject(call);
  const [fromName, toName] = [params.need('from'), params.need('to')];
  const from = resolve(state, project, fromName);
  const to = resolve(state, project, toName);
  if (!from || !to) throw noSuch('Ref');
  const commits = project.commits.slice(project.commits.indexOf(from) + 1, project.commits.indexOf(to) + 1);
  const shown = commits.map((commit) => commitEntity(state, project, commit));
  return ok({
    commit: shown.at(-1) ?? null,
    commits: shown,
    diffs: [],
    compare_timeout: false,
    compare_same_ref: from === to,
    web_url: `${state.baseUrl}/${project.path}/-/compare/${fromName}...${toName}`,
  });
}

function mergeRequestsOfCommit(call: Call): Answer {
  const { state, params } = call;
  const project = readableProject(call);
  const commit = commitFor(project, params.need('sha'));
  if (!commit) throw noSuch('Commit');
  const rows = [...state.mergeRequests.values()].filter(
    (row) => row.projectId === project.id && row.mergeCommitSha === commit.sha,
  );
  return pageOf(call, rows, (row) => mergeRequestEntity(state, row));
}

function mergeRequests(call: Call): Answer {
  const { state } = call;
  const project = readableProject(call);
  const rows = [...state.mergeRequests.values()].filter((row) => row.projectId === project.id);
  return pageOf(call, filterMergeRequests(state, rows, call.params), (row) => mergeRequestEntity(state, row));
}

/** What a deployment ships, seen from the repository (doc: api/repositories, api/commits, api/merge_requests). */
export function repositoryRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: '/projects/:id/repository/compare',
      params: [
        { name: 'from', type: 'string', required: true },
        { name: 'to', type: 'string', required: true },
        { name: 'from_project_id', type: 'integer' },
        { name: 'straight', type: 'boolean' },
        { name: 'unidiff', type: 'boolean' },
      ],
      run: compare,
    },
    {
      method: 'GET',
      path: '/projects/:id/repository/commits/:sha/merge_requests',
      paged: true,
      params: [{ name: 'state', type: 'string', values: ['opened', 'closed', 'locked', 'merged'] }],
      run: mergeRequestsOfCommit,
    },
    {
      method: 'GET',
      path: '/projects/:id/merge_requests',
      paged: true,
      params: MERGE_REQUEST_FILTERS,
      run: mergeRequests,
    },
  ];
}
