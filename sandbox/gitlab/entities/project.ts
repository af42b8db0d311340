import { ancestorGroups, LEVEL, projectLevel } from '../rules/access.ts';
import type { User } from '../state/people-records.ts';
import type { Project } from '../state/project-records.ts';
import type { State } from '../state/state.ts';

function namespaceOf(state: State, project: Project): Record<string, unknown> {
  const path = project.path.split('/').slice(0, -1).join('/');
  const group = ancestorGroups(state, project.path)[0];
  return {
    id: group?.id ?? 0,
    name: group?.name ?? path,
    path: path.split('/').at(-1),
    kind: 'group',
    full_path: path,
    parent_id: ancestorGroups(state, path)[0]?.id ?? null,
    avatar_url: null,
    web_url: `${state.baseUrl}/groups/${path}`,
  };
}

/** ISO 8601. */
export const lastActivity = (project: Project): string =>
  project.commits.at(-1)?.createdAt ?? project.createdAt;

/** The form that stands in an environment's `project` and in simple lists. */
export function basicProject(state: State, project: Project): Record<string, unknown> {
  const names = [...ancestorGroups(state, project.path).map((group) => group.name)].reverse();
  const host = new URL(state.baseUrl).hostname;
  return {
    id: project.id,
    description: null,
    name: project.name,
    name_with_namespace: [...names, project.name].join(' / '),
    path: project.path.split('/').at(-1),
    path_with_namespace: project.path,
    created_at: project.createdAt,
    default_branch: 'main',
    tag_list: [],
    topics: [],
    ssh_url_to_repo: `git@${host}:${project.path}.git`,
    http_url_to_repo: `${state.baseUrl}/${project.path}.git`,
    web_url: `${state.baseUrl}/${project.path}`,
    readme_url: null,
    forks_count: 0,
    avatar_url: null,
    star_count: 0,
    last_activity_at: lastActivity(project),
    visibility: project.visibility,
    namespace: namespaceOf(state, project),
  };
}

/** `GET /projects/:id`. The self-approval setting shows to owners and administrators only. */
export function fullProject(state: State, project: Project, user: User): Record<string, unknown> {
  const own = project.members.get(user.id);
  const inherited = ancestorGroups(state, project.path).flatMap((group) => group.members.get(user.id) ?? []);
  const level = (access: number | undefined) =>
    access === undefined ? null : { access_level: access, notification_level: 3 };
  const owner = projectLevel(state, project, user) >= LEVEL.owner;
  return {
    ...basicProject(state, project),
    empty_repo: project.commits.length === 0,
    archived: project.archived,
    issues_enabled: true,
    merge_requests_enabled: true,
    jobs_enabled: true,
    environments_access_level: 'enabled',
    merge_method: 'merge',
    ci_forward_deployment_enabled: project.preventOutdated,
    ci_forward_deployment_rollback_allowed: project.rollbackAllowed,
    ...(owner ? { allow_pipeline_trigger_approve_deployment: project.allowSelfApproval } : {}),
    permissions: {
      project_access: level(own),
      group_access: level(inherited.length > 0 ? Math.max(...inherited) : undefined),
    },
  };
}
