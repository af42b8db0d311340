import type { User } from '../state/people-records.ts';
import type { Project } from '../state/project-records.ts';
import type { State } from '../state/state.ts';
import { projectPart } from './payload-parts.ts';

/** The body of a `Push Hook`, as the test of a hook sends it: the newest commit, pushed again. */
export function pushPayload(state: State, project: Project, user: User): Record<string, unknown> {
  const tip = project.commits.at(-1);
  return {
    object_kind: 'push',
    event_name: 'push',
    before: tip?.parentSha ?? '0'.repeat(40),
    after: tip?.sha ?? '0'.repeat(40),
    ref: 'refs/heads/main',
    ref_protected: true,
    checkout_sha: tip?.sha ?? null,
    message: null,
    user_id: user.id,
    user_name: user.name,
    user_username: user.username,
    user_email: null,
    user_avatar: null,
    project_id: project.id,
    project: projectPart(state, project),
    commits: [],
    total_commits_count: 1,
    push_options: {},
    repository: { name: project.name, homepage: `${state.baseUrl}/${project.path}` },
  };
}
