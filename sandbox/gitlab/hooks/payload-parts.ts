import type { User } from '../state/people-records.ts';
import type { Project } from '../state/project-records.ts';
import type { State } from '../state/state.ts';

/** A person as hooks show them: without the address. */
export function userPart(user: User): Record<string, unknown> {
  return { id: user.id, name: user.name, username: user.username, avatar_url: null, email: '[REDACTED]' };
}

/** A project as hooks show it. */
export function projectPart(state: State, project: Project): Record<string, unknown> {
  const host = new URL(state.baseUrl).hostname;
  return {
    id: project.id,
    name: project.name,
    description: null,
    web_url: `${state.baseUrl}/${project.path}`,
    avatar_url: null,
    git_ssh_url: `git@${host}:${project.path}.git`,
    git_http_url: `${state.baseUrl}/${project.path}.git`,
    namespace: project.path.split('/').slice(0, -1).join(' / '),
    visibility_level: project.visibility === 'public' ? 20 : 0,
    path_with_namespace: project.path,
    default_branch: 'main',
    ci_config_path: null,
  };
}
