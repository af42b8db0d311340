import type { Project } from '../core/deployment.ts';
import { isError } from '../core/errors.ts';
import { type GroupWatch, type GroupWatchName, memberWatch } from '../core/group-watch.ts';
import type { ProjectId } from '../core/ids.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { makerOf } from '../core/watch.ts';
import { asPerson } from './as-person.ts';
import { lossBehind } from './check-watch.ts';
import { leave, losePermission } from './lose-group.ts';

const LOCK_WAIT_MS = 12_000;
const MOST_PAGES = 100;

/** Brings every group watch up to date, one after the other. One that fails is tried again the next time. */
export async function refreshGroups(ports: Ports): Promise<void> {
  for (const watch of await ports.groupWatches.all()) {
    try {
      await holdGroup(ports, watch, () => refreshGroup(ports, watch));
    } catch (error) {
      if (isError(error, 'store-unavailable')) throw error;
      ports.log.warn({ group: watch.group, err: error }, 'the projects of a watched group could not be read');
    }
  }
}

/** @throws SlipwayError `busy-elsewhere` */
export const holdGroup = <T>(
  { locks }: Pick<Ports, 'locks'>,
  { team, channel, group }: GroupWatchName,
  work: () => Promise<T>,
): Promise<T> => locks.hold(`group-watch-${team}-${channel}-${group}`, LOCK_WAIT_MS, work);

/**
 * Has new projects of a group join its watch, and those that left it or were archived leave. The bot's token says which
 * there are; whether one is shown is up to its maker's own rights, asked when it joins and once a day. The caller holds it.
 * @throws SlipwayError what GitLab throws while it is in trouble: the watch stays as it is
 */
export async function refreshGroup(ports: Ports, name: GroupWatchName): Promise<GroupWatch | undefined> {
  const watch = await ports.groupWatches.get(name);
  if (watch === undefined) return undefined;
  const present = await projectsOf(ports.watcher, watch.group);
  try {
    // With nobody behind it, what the bot itself may read is shown.
    const maker = makerOf(watch);
    const { api } = maker === undefined ? { api: ports.watcher } : await asPerson(ports, maker);
    await api.groups.get(watch.group);
    return await settle(ports, api, watch, present);
  } catch (error) {
    const why = lossBehind(error);
    if (why === undefined || watch.madeBy === 'file') throw error;
    return losePermission(ports, { ...watch, madeBy: watch.madeBy }, why);
  }
}

async function projectsOf(api: GitLabApi, group: number): Promise<readonly Project[]> {
  const projects: Project[] = [];
  let page: number | undefined = 1;
  for (let request = 0; request < MOST_PAGES && page !== undefined; request += 1) {
    const answer: Awaited<ReturnType<GitLabApi['groups']['projects']>> = await api.groups.projects(group, {
      includeSubgroups: true,
      withShared: false,
      archived: false,
      perPage: 100,
      page,
    });
    projects.push(...answer.items.filter(({ archived }) => !archived));
    page = answer.next;
  }
  return projects;
}

async function settle(
  ports: Ports,
  api: GitLabApi,
  watch: GroupWatch,
  present: readonly Project[],
): Promise<GroupWatch> {
  const now = ports.clock.now();
  const isChecked = (watch.confirmedAt ?? 0) + ports.settings.watchCheck.everyMs > now;
  const readable: Project[] = [];
  for (const project of present) {
    const isKnown = isChecked && watch.projects.includes(project.id);
    if (isKnown || (await mayRead(api, project.id))) readable.push(project);
  }
  const { paused: _, ...active } = watch;
  const next: GroupWatch = {
    ...active,
    projects: readable.map(({ id }) => id),
    hidden: present.length - readable.length,
    confirmedAt: isChecked ? (watch.confirmedAt ?? now) : now,
  };
  for (const project of readable) await join(ports, next, project, now);
  await leave(
    ports,
    watch,
    watch.projects.filter((id) => !next.projects.includes(id)),
  );
  await ports.groupWatches.put(next);
  return next;
}

/** What a project did before it joined is no news: its watch counts from then. A project that moved keeps it. */
async function join(ports: Ports, watch: GroupWatch, { id, path }: Project, now: number): Promise<void> {
  const standing = (await ports.watches.ofProject(id)).find(
    ({ team, channel, group }) => team === watch.team && channel === watch.channel && group === watch.group,
  );
  if (standing?.projectPath === path) return;
  await ports.watches.put({ ...memberWatch(watch, id, path), madeAt: standing?.madeAt ?? now });
  if (standing === undefined) await ports.polls.dueBy(id, now);
}

async function mayRead(api: GitLabApi, project: ProjectId): Promise<boolean> {
  try {
    await api.deployments.list(project, { perPage: 1 });
    return true;
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    return false;
  }
}
