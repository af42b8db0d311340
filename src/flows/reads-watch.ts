import { type AnyWatch, isGroupWatch } from '../core/group-watch.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import { assertReadsGroup } from './reach-group.ts';

/**
 * Whether somebody may read in GitLab what a watch shows.
 * @param api with their rights
 * @throws SlipwayError `gitlab-not-found`, `gitlab-forbidden` where they may not
 */
export async function assertReads(api: GitLabApi, watch: AnyWatch): Promise<void> {
  if (isGroupWatch(watch)) await assertReadsGroup(api, watch);
  else await api.deployments.list(watch.project, { perPage: 1 });
}
