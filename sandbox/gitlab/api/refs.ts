import type { Commit, Project } from '../state/project-records.ts';
import type { State } from '../state/state.ts';

/**
 * What a sha (7 characters or more), `main` or any branch of the sandbox points to. Every branch and tag stands at
 * the newest commit: the sandbox's history is one straight line.
 */
export function commitFor(project: Project, name: string): Commit | undefined {
  const exact = project.commits.find((commit) => commit.sha === name);
  if (exact) return exact;
  if (/^[0-9a-f]{7,40}$/.test(name)) return project.commits.find((commit) => commit.sha.startsWith(name));
  return name === 'main' ? project.commits.at(-1) : undefined;
}

/** Whether a branch or tag of that name exists: `main`, a merge request's branch, or a ref something ran on. */
export function refExists(state: State, project: Project, ref: string): boolean {
  if (ref === 'main') return true;
  const branches = [...state.mergeRequests.values()].some(
    (row) => row.projectId === project.id && row.sourceBranch === ref,
  );
  return (
    branches || [...state.pipelines.values()].some((row) => row.projectId === project.id && row.ref === ref)
  );
}
