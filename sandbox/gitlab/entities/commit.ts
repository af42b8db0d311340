import type { Commit, Project } from '../state/project-records.ts';
import type { State } from '../state/state.ts';

/** GitLab's Commit, with web_url. */
export function commitEntity(state: State, project: Project, commit: Commit): Record<string, unknown> {
  const email = `${commit.authorName.toLowerCase().replace(/\W+/g, '.')}@example.com`;
  return {
    id: commit.sha,
    short_id: commit.sha.slice(0, 8),
    created_at: commit.createdAt,
    parent_ids: commit.parentSha === null ? [] : [commit.parentSha],
    title: commit.title,
    message: commit.message,
    author_name: commit.authorName,
    author_email: email,
    authored_date: commit.createdAt,
    committer_name: commit.authorName,
    committer_email: email,
    committed_date: commit.createdAt,
    trailers: {},
    extended_trailers: {},
    web_url: `${state.baseUrl}/${project.path}/-/commit/${commit.sha}`,
  };
}
