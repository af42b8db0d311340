import type { Group } from '../core/deployment.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import { groupPattern } from '../core/group-watch.ts';
import type { GitLabApi, GroupRef } from '../core/ports/gitlab.ts';

/**
 * A group as somebody sees it.
 * @param api with their rights
 * @throws SlipwayError `project-not-found` where GitLab shows them none; GitLabError
 */
export async function findGroup(api: GitLabApi, ref: GroupRef): Promise<Group> {
  try {
    return await api.groups.get(ref);
  } catch (error) {
    if (!isError(error, 'gitlab-not-found')) throw error;
    throw new SlipwayError('project-not-found', { project: groupPattern(String(ref)) }, { cause: error });
  }
}
