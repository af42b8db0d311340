import { basicProject, fullProject, lastActivity } from '../entities/project.ts';
import { canSeeGroup, canSeeProject, projectLevel } from '../rules/access.ts';
import { noSuch } from '../rules/refusal.ts';
import { groupAt } from '../state/find.ts';
import type { Group } from '../state/people-records.ts';
import type { Project } from '../state/project-records.ts';
import { pageOf } from './pages-of-rows.ts';
import type { ParamRule } from './params.ts';
import { projectOf } from './project-of.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';

const ORDERS = [
  'id',
  'name',
  'path',
  'created_at',
  'updated_at',
  'last_activity_at',
  'similarity',
  'star_count',
];
const LIST: readonly ParamRule[] = [
  { name: 'search', type: 'string' },
  { name: 'archived', type: 'boolean' },
  { name: 'simple', type: 'boolean' },
  { name: 'owned', type: 'boolean' },
  { name: 'starred', type: 'boolean' },
  { name: 'visibility', type: 'string', values: ['private', 'internal', 'public'] },
  { name: 'min_access_level', type: 'integer' },
  { name: 'order_by', type: 'string', values: ORDERS },
  { name: 'sort', type: 'string', values: ['asc', 'desc'] },
  { name: 'with_issues_enabled', type: 'boolean' },
  { name: 'with_merge_requests_enabled', type: 'boolean' },
];

/**
 * The group of `:id`.
 * @throws Refusal 404 `404 Group Not Found` also for a group the caller may not see
 */
export function groupOf(call: Call): Group {
  const { state, user } = call;
  const id = call.params.need('id');
  const group = /^\d+$/.test(id) ? state.groups.get(Number(id)) : groupAt(state, id);
  if (!group || !canSeeGroup(state, group, user)) throw noSuch('Group');
  return group;
}

/** One page of those projects the caller sees, filtered as the list's parameters say. */
function listed(call: Call, projects: readonly Project[], present: (row: Project) => unknown): Answer {
  const { state, user, params } = call;
  const search = params.string('search')?.toLowerCase();
  const archived = params.boolean('archived');
  const least = params.integer('min_access_level') ?? 0;
  const text = (row: Project) =>
    params.boolean('search_namespaces') ? row.path : `${row.name} ${row.path.split('/').at(-1)}`;
  const rows = projects
    .filter((row) => canSeeProject(state, row, user))
    .filter((row) => search === undefined || text(row).toLowerCase().includes(search))
    .filter((row) => archived === undefined || row.archived === archived)
    .filter((row) => projectLevel(state, row, user) >= least)
    .filter((row) => params.boolean('membership') !== true || projectLevel(state, row, user) > 0)
    .sort(compareBy(params.string('order_by')));
  if (params.string('sort') !== 'asc') rows.reverse();
  return pageOf(call, rows, present);
}

function compareBy(order: string | undefined): (a: Project, b: Project) => number {
  if (order === 'name') return (a, b) => a.name.localeCompare(b.name);
  if (order === 'path') return (a, b) => a.path.localeCompare(b.path);
  if (order === 'last_activity_at')
    return (a, b) => lastActivity(a).localeCompare(lastActivity(b)) || a.id - b.id;
  return (a, b) => a.id - b.id;
}

function list(call: Call): Answer {
  const { state, user, params } = call;
  const simple = params.boolean('simple') === true;
  return listed(call, [...state.projects.values()], (row) =>
    simple ? basicProject(state, row) : fullProject(state, row, user),
  );
}

function listOfGroup(call: Call): Answer {
  const { state, user, params } = call;
  const group = groupOf(call);
  const deep = params.boolean('include_subgroups') === true;
  const rows = [...state.projects.values()].filter((row) => {
    const rest = row.path.startsWith(`${group.path}/`) ? row.path.slice(group.path.length + 1) : null;
    return rest !== null && (deep || !rest.includes('/'));
  });
  const simple = params.boolean('simple') === true;
  return listed(call, rows, (row) => (simple ? basicProject(state, row) : fullProject(state, row, user)));
}

function groupAlone(call: Call): Answer {
  const { id, path, name, createdAt } = groupOf(call);
  return ok({
    id,
    name,
    path: path.split('/').at(-1),
    full_name: name,
    full_path: path,
    visibility: 'private',
    web_url: `${call.state.baseUrl}/groups/${path}`,
    created_at: createdAt,
    ...(call.params.boolean('with_projects') === false ? {} : { projects: [], shared_projects: [] }),
  });
}

/** Groups, projects and a group's projects (doc: api/projects, api/groups). */
export function projectRoutes(): Route[] {
  const membership: ParamRule[] = [
    { name: 'membership', type: 'boolean' },
    { name: 'search_namespaces', type: 'boolean' },
  ];
  const group: ParamRule[] = [
    { name: 'include_subgroups', type: 'boolean' },
    { name: 'with_shared', type: 'boolean' },
  ];
  return [
    { method: 'GET', path: '/projects', paged: true, params: [...LIST, ...membership], run: list },
    {
      method: 'GET',
      path: '/projects/:id',
      params: ['statistics', 'license', 'with_custom_attributes'].map((name) => ({ name, type: 'boolean' })),
      run: (call) => ok(fullProject(call.state, projectOf(call), call.user)),
    },
    {
      method: 'GET',
      path: '/groups/:id',
      params: ['with_custom_attributes', 'with_projects'].map((name) => ({ name, type: 'boolean' })),
      run: groupAlone,
    },
    {
      method: 'GET',
      path: '/groups/:id/projects',
      paged: true,
      params: [...LIST, ...group],
      run: listOfGroup,
    },
  ];
}
