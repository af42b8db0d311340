import type { Project } from '../core/deployment.ts';
import { isError } from '../core/errors.ts';
import { type GroupWatch, memberWatch } from '../core/group-watch.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { PREVIEW_DAYS, type WatchPreview } from '../core/watch-preview.ts';
import { type Counted, countLately } from './preview-watch.ts';
import { mostActive } from './reach-group.ts';

/** GitLab lists deployments by project alone: those where something happened last stand for the group. */
const MOST_PROJECTS = 20;
const AT_ONCE = 5;
/** A page of deployments each, and a few environments of which it is asked whether they take approvals. */
const BOUNDS = { pages: 1, environments: 3 };

/**
 * What a watch of a group would have shown in the last days, read with a person's own rights: a hundred requests at most.
 * @returns `undefined` where GitLab does not tell: a watch never fails for its preview
 */
export async function previewGroup(
  ports: Pick<Ports, 'clock' | 'log'>,
  api: GitLabApi,
  watch: GroupWatch,
): Promise<WatchPreview | undefined> {
  if (watch.projects.length === 0) return undefined;
  try {
    const { items } = await mostActive(api, watch.group);
    const sample = items.filter(({ id }) => watch.projects.includes(id)).slice(0, MOST_PROJECTS);
    const counts: Counted[] = [];
    for (let at = 0; at < sample.length; at += AT_ONCE) {
      const some = sample.slice(at, at + AT_ONCE);
      counts.push(...(await Promise.all(some.map((project) => countIn(ports, api, watch, project)))));
    }
    const sum = (of: (one: Counted) => number): number => counts.reduce((all, one) => all + of(one), 0);
    return {
      days: PREVIEW_DAYS,
      matched: sum(({ matched }) => matched),
      looked: sum(({ looked }) => looked),
      isWhole: counts.every(({ isWhole }) => isWhole),
      projects: { looked: sample.length, all: watch.projects.length },
    };
  } catch (error) {
    ports.log.info({ group: watch.group, err: error }, 'a watch could not be previewed');
    return undefined;
  }
}

/** A project that was taken from the person a moment ago counts as one without deployments. */
async function countIn(
  ports: Pick<Ports, 'clock'>,
  api: GitLabApi,
  watch: GroupWatch,
  { id, path }: Project,
): Promise<Counted> {
  try {
    return await countLately(ports, api, memberWatch(watch, id, path), BOUNDS);
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    return { matched: 0, looked: 0, isWhole: true };
  }
}
