import type { Project } from '../core/deployment.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';

/** @throws SlipwayError `project-not-found` when it does not exist or this credential may not see it; GitLabError */
export async function findProject(api: GitLabApi, ref: ProjectRef): Promise<Project> {
  try {
    return await api.projects.get(ref);
  } catch (error) {
    if (isError(error, 'gitlab-not-found'))
      throw new SlipwayError('project-not-found', { project: ref }, { cause: error });
    throw error;
  }
}
