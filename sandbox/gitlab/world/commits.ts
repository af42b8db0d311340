import { createHash } from 'node:crypto';
import { userNamed } from '../state/find.ts';
import type { Commit, MergeRequest, Project } from '../state/project-records.ts';
import { type State, timestamp } from '../state/state.ts';

export interface MergeRequestWish {
  readonly title: string;
  readonly author: string;
  readonly iid?: number;
  /** an existing commit; without it a merge commit is made; null leaves the request open */
  readonly mergeCommitSha?: string | null;
  readonly labels?: readonly string[];
  readonly milestone?: string;
  readonly description?: string;
  /** Squashed or fast-forwarded: the commit's message does not name the merge request. */
  readonly squash?: boolean;
}

/** A commit on the tip of main; without a sha its own is made from project, place and title. */
export function addCommit(
  state: State,
  project: Project,
  wish: { sha?: string; title: string; message?: string; author?: string },
): Commit {
  const parent = project.commits.at(-1);
  const seed = `${project.id}/${project.commits.length}/${wish.title}`;
  const author = [...state.users.values()].find((user) => user.username === wish.author);
  const commit: Commit = {
    sha: wish.sha ?? createHash('sha1').update(seed).digest('hex'),
    title: wish.title,
    message: wish.message ?? wish.title,
    authorName: author?.name ?? wish.author ?? 'Sandbox Author',
    createdAt: timestamp(state),
    parentSha: parent?.sha ?? null,
  };
  project.commits.push(commit);
  return commit;
}

function mergeCommit(state: State, project: Project, wish: MergeRequestWish, iid: number): string {
  const branch = `feature-${iid}`;
  const merged = `Merge branch '${branch}' into 'main'`;
  const message = `${merged}\n\n${wish.title}\n\nSee merge request ${project.path}!${iid}`;
  const commit = wish.squash ? { title: wish.title } : { title: merged, message };
  return addCommit(state, project, { ...commit, author: wish.author }).sha;
}

/** A merge request, merged unless its merge commit is null. */
export function addMergeRequest(state: State, project: Project, wish: MergeRequestWish): MergeRequest {
  const siblings = [...state.mergeRequests.values()].filter((row) => row.projectId === project.id);
  const iid = wish.iid ?? Math.max(0, ...siblings.map((row) => row.iid)) + 1;
  const sha =
    wish.mergeCommitSha === undefined ? mergeCommit(state, project, wish, iid) : wish.mergeCommitSha;
  const at = timestamp(state);
  const row: MergeRequest = {
    id: state.nextId('mergeRequest'),
    iid,
    projectId: project.id,
    title: wish.title,
    description: wish.description ?? '',
    authorId: userNamed(state, wish.author).id,
    state: sha === null ? 'opened' : 'merged',
    labels: wish.labels ?? [],
    milestone: wish.milestone ?? null,
    sourceBranch: `feature-${iid}`,
    mergeCommitSha: sha,
    squash: wish.squash ?? false,
    createdAt: at,
    updatedAt: at,
    mergedAt: sha === null ? null : at,
  };
  state.mergeRequests.set(row.id, row);
  return row;
}
