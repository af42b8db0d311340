import type { Project } from '../core/deployment.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import { type GroupWatch, groupPattern } from '../core/group-watch.ts';
import type { ProjectId } from '../core/ids.ts';
import type { GitLabApi, GroupRef, Page } from '../core/ports/gitlab.ts';

const MOST_PAGES = 100;
/** Projects asked about at a time. */
const AT_ONCE = 6;
/** Projects tried before somebody counts as not reading a group. */
const MOST_TRIED = 20;

/** The projects that make up a watched group: sub-groups included, archived ones and those merely shared with it left out. */
const WATCHED = { includeSubgroups: true, withShared: false, archived: false } as const;

/** How far a watch of a group reaches with somebody's rights. */
export interface Reach {
  /** As the watch shows it: `acme/*`. */
  readonly pattern: string;
  /** Those whose deployments they may read. */
  readonly readable: readonly Project[];
  /** How many others the bot knows of. */
  readonly hidden: number;
  /** What GitLab said where they may read none, although there are some. */
  readonly refusal: SlipwayError | undefined;
}

/**
 * Every project of a group, as the bot's token sees them.
 * @throws GitLabError
 */
export async function projectsIn(api: GitLabApi, group: number): Promise<readonly Project[]> {
  const projects: Project[] = [];
  let page: number | undefined = 1;
  for (let request = 0; request < MOST_PAGES && page !== undefined; request += 1) {
    const answer: Awaited<ReturnType<GitLabApi['groups']['projects']>> = await api.groups.projects(group, {
      ...WATCHED,
      perPage: 100,
      page,
    });
    projects.push(...answer.items.filter(({ archived }) => !archived));
    page = answer.next;
  }
  return projects;
}

/**
 * Asks GitLab as a person which of a group's projects they may hear of.
 * @param present the group's projects
 * @param known those it was seen of lately
 * @throws GitLabError `gitlab-not-found` for a group they cannot see
 */
export async function reachOf(
  api: GitLabApi,
  group: number,
  present: readonly Project[],
  known: ReadonlySet<ProjectId> = new Set(),
): Promise<Reach> {
  const { path } = await api.groups.get(group);
  const readable: Project[] = [];
  let refusal: SlipwayError | undefined;
  for (let at = 0; at < present.length; at += AT_ONCE) {
    const some = present.slice(at, at + AT_ONCE);
    const refusals = await Promise.all(
      some.map(async ({ id }) => (known.has(id) ? undefined : refusalOf(api, id))),
    );
    readable.push(...some.filter((_project, index) => refusals[index] === undefined));
    refusal ??= refusals.find((one) => one !== undefined);
  }
  return {
    pattern: groupPattern(path),
    readable,
    hidden: present.length - readable.length,
    refusal: readable.length === 0 ? refusal : undefined,
  };
}

/**
 * Whether somebody reads what a group's watch shows: they see the group, and may list the deployments of a project that is
 * covered, if any is. Seeing the group is not enough: a public one shows itself to everybody.
 * @throws SlipwayError `gitlab-not-found`, `gitlab-forbidden` where they do not
 */
export async function assertReadsGroup(api: GitLabApi, { group, projects }: GroupWatch): Promise<void> {
  await api.groups.get(group);
  if (projects.length === 0) return;
  const { items } = await mostActive(api, group);
  const refusal = await refusalOfAll(
    api,
    items.filter(({ id }) => projects.includes(id)),
  );
  if (refusal !== undefined) throw refusal;
}

/**
 * Whether somebody may list the deployments of any project of a group.
 * @throws GitLabError
 */
export async function readsSome(api: GitLabApi, group: GroupRef): Promise<boolean> {
  const { items } = await mostActive(api, group);
  return (await refusalOfAll(api, items)) === undefined;
}

/** What GitLab says to somebody who may list the deployments of none of these projects. */
async function refusalOfAll(api: GitLabApi, projects: readonly Project[]): Promise<SlipwayError | undefined> {
  let refusal = new SlipwayError('gitlab-not-found');
  for (const { id } of projects.slice(0, MOST_TRIED)) {
    const answer = await refusalOf(api, id);
    if (answer === undefined) return undefined;
    refusal = answer;
  }
  return refusal;
}

/** A group's projects as somebody sees them, those with the newest activity first. */
export const mostActive = (api: GitLabApi, group: GroupRef): Promise<Page<Project>> =>
  api.groups.projects(group, { ...WATCHED, orderBy: 'last_activity_at', sort: 'desc', perPage: 100 });

/** What GitLab says to somebody who may not list a project's deployments. */
async function refusalOf(api: GitLabApi, project: ProjectId): Promise<SlipwayError | undefined> {
  try {
    await api.deployments.list(project, { perPage: 1 });
    return undefined;
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    return error;
  }
}
