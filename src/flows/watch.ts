import { isError, SlipwayError } from '../core/errors.ts';
import type { ChannelId, ProjectId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { ProjectRef } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Watch, WatchEvent } from '../core/watch.ts';
import { asPerson } from './as-person.ts';
import { findProject } from './find-project.ts';
import { postOnce } from './post-once.ts';
import { record } from './record.ts';

/** What somebody asked to watch. */
export interface WatchWish {
  readonly person: SlackPerson;
  readonly channel: ChannelId;
  readonly project: ProjectRef;
  readonly environments: readonly string[];
  readonly on: readonly WatchEvent[];
}

/**
 * Lets a channel hear of a project's deployments. The person must be able to read the project, the watcher's token
 * too, and the bot must be in the channel; what waits already gets its card within seconds.
 * @throws SlipwayError `not-connected`, `project-not-found`, `watcher-blind`, `channel-unreachable`; GitLabError
 */
export async function watch(ports: Ports, wish: WatchWish): Promise<Notice> {
  const { api, me } = await asPerson(ports, wish.person);
  const project = await findProject(api, wish.project);
  // Listing is what the person must be allowed to: a guest sees the project but not its deployments.
  await api.deployments.list(project.id, { perPage: 1 });
  await assertWatcherReads(ports, project.id, project.path);
  if (!(await ports.people.canPost(wish.channel))) {
    throw new SlipwayError('channel-unreachable', { channel: wish.channel, reason: 'not_in_channel' });
  }
  const made: Watch = {
    team: wish.person.team,
    channel: wish.channel,
    project: project.id,
    projectPath: project.path,
    environments: [...wish.environments],
    on: [...wish.on],
    madeBy: wish.person.user,
    madeAt: ports.clock.now(),
  };
  const replaced = await ports.watches.put(made);
  await record(ports, {
    act: 'watch',
    outcome: 'done',
    person: wish.person,
    gitlabUser: me,
    project: project.path,
    channel: wish.channel,
  });
  await ports.polls.dueBy(project.id, ports.clock.now());
  await announce(ports, made);
  return { kind: 'watch-set', watch: made, replaced: replaced !== undefined };
}

async function assertWatcherReads(ports: Ports, project: ProjectId, path: string): Promise<void> {
  try {
    await ports.watcher.deployments.list(project, { perPage: 1 });
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden', 'gitlab-unauthorized')) throw error;
    throw new SlipwayError('watcher-blind', { project: path });
  }
}

/** The channel learns who set the watch up. A watch stands even where saying so fails. */
async function announce(ports: Ports, made: Watch): Promise<void> {
  const announcement = { kind: 'watch-started', watch: made, by: made.madeBy } as const;
  const id = `watch-${made.team}-${made.channel}-${made.project}-${made.madeAt}`;
  try {
    await postOnce(ports, id, { channel: made.channel }, { kind: 'announcement', announcement });
  } catch (error) {
    ports.log.warn({ channel: made.channel, err: error }, 'a new watch could not be announced');
  }
}

/**
 * Ends a channel's watch. Open cards still follow their deployments to the end.
 * @param project as the person named it; `undefined` means the only one
 * @throws SlipwayError `account-refused`, `account-unchecked`, `watch-not-found`, `project-missing`
 */
export async function unwatch(
  ports: Ports,
  person: SlackPerson,
  channel: ChannelId,
  project: ProjectRef | undefined,
): Promise<Notice> {
  await ports.people.assertMayAct(person);
  const watches = await ports.watches.ofChannel(person.team, channel);
  const named = watches.filter(
    (one) => project === undefined || one.project === project || one.projectPath === project,
  );
  const [target, ...more] = named;
  if (target === undefined) throw new SlipwayError('watch-not-found', { project });
  if (more.length > 0)
    throw new SlipwayError('project-missing', { watched: watches.map((one) => one.projectPath) });
  await ports.watches.remove(person.team, channel, target.project);
  const connection = await ports.connections.get(person);
  await record(ports, {
    act: 'unwatch',
    outcome: 'done',
    person,
    gitlabUser: connection?.gitlabUser,
    project: target.projectPath,
    channel,
  });
  return { kind: 'watch-removed', projectPath: target.projectPath };
}
