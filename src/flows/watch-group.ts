import { isError, SlipwayError } from '../core/errors.ts';
import { parseGroup } from '../core/group-reference.ts';
import { type GroupWatch, groupPattern } from '../core/group-watch.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { GroupRef } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { marks, unmarks } from '../core/step-up.ts';
import { asPerson } from './as-person.ts';
import { assertNotFromFile } from './assert-not-from-file.ts';
import { filtersOf } from './filters-of.ts';
import { leave } from './lose-group.ts';
import { assertMayUnmark, UNMARKED } from './may-end-watch.ts';
import { isOperator } from './operators.ts';
import { recordingRefusal, recordWatch } from './record-watch.ts';
import { holdGroup, refreshGroup } from './refresh-group.ts';
import type { WatchWish } from './watch.ts';
import { announceWatch } from './watch-question.ts';

/** What somebody asked to watch; `group` as they named it. */
export type GroupWish = Omit<WatchWish, 'project'> & { readonly group: string };

/**
 * Lets a channel hear of the deployments of a whole group. The person must be able to read it, the watcher's token too, and
 * the bot must be in the channel; of its projects it shows those the person may read.
 * @throws SlipwayError `not-connected`, `project-not-found`, `watcher-blind`, `channel-unreachable`, `watch-marked`,
 *   `confirm-unavailable`, `watch-from-file`, `bad-value`, `foreign-url`; GitLabError
 */
export function watchGroup(ports: Ports, wish: GroupWish): Promise<Notice> {
  const { person, channel } = wish;
  const detail = wish.confirm === undefined ? undefined : 'confirm:browser';
  const line = { act: 'watch', person, channel, project: groupPattern(wish.group), detail } as const;
  return recordingRefusal(ports, line, async () => {
    if (wish.confirm === 'browser' && ports.settings.signIn === 'device')
      throw new SlipwayError('confirm-unavailable');
    const { id, path } = await watchable(ports, wish);
    const now = ports.clock.now();
    const made: GroupWatch = {
      team: person.team,
      channel,
      group: id,
      projectPath: groupPattern(path),
      ...(await filtersOf(ports, wish)),
      ...(wish.confirm === undefined ? {} : { confirm: wish.confirm }),
      madeBy: person.user,
      madeAt: now,
      projects: [],
      hidden: 0,
    };
    return holdGroup(ports, made, async () => {
      const before = await ports.groupWatches.get(made);
      assertNotFromFile(before);
      const drops = before !== undefined && unmarks(before, made);
      if (drops) await assertMayUnmark(ports, person, before);
      if (before !== undefined) await leave(ports, before, before.projects);
      await ports.groupWatches.put(made);
      await recordWatch(ports, { ...line, detail: drops ? UNMARKED : detail, project: made.projectPath });
      const watch = (await refreshGroup(ports, made)) ?? made;
      const name = `group-watch-${made.team}-${channel}-${id}-${now}`;
      await announceWatch(ports, name, { kind: 'group-started', watch, replaced: before?.madeBy });
      return { kind: 'group-watch-set', watch, replaced: before !== undefined };
    });
  });
}

async function watchable(ports: Ports, wish: GroupWish): Promise<{ id: number; path: string }> {
  const ref = parseGroup(wish.group, ports.gitlab.baseUrl);
  const { api } = await asPerson(ports, wish.person);
  const group = await api.groups.get(ref).catch((error: unknown) => {
    if (!isError(error, 'gitlab-not-found')) throw error;
    throw new SlipwayError('project-not-found', { project: groupPattern(wish.group) }, { cause: error });
  });
  try {
    await ports.watcher.groups.projects(group.id, { perPage: 1 });
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden', 'gitlab-unauthorized')) throw error;
    throw new SlipwayError('watcher-blind', { project: groupPattern(group.path) });
  }
  if (await ports.people.canPost(wish.channel)) return group;
  throw new SlipwayError('channel-unreachable', { channel: wish.channel, reason: 'not_in_channel' });
}

/**
 * Ends a channel's watch of a group: for whoever set it up, whoever may read the group, and operators. What the channel
 * watches of its projects besides stays.
 * @throws SlipwayError `watch-not-found`, `watch-of-others`, `watch-marked`, `watch-from-file`, `not-connected`; GitLabError
 */
export function unwatchGroup(
  ports: Ports,
  person: SlackPerson,
  channel: ChannelId,
  named: string,
): Promise<Notice> {
  const line = { act: 'unwatch', person, channel, project: groupPattern(named) } as const;
  return recordingRefusal(ports, line, async () => {
    await ports.people.assertMayAct(person);
    const watch = await groupWatched(ports, person, channel, parseGroup(named, ports.gitlab.baseUrl));
    assertNotFromFile(watch);
    await assertMayEndGroup(ports, person, watch);
    await holdGroup(ports, watch, async () => {
      const now = await ports.groupWatches.get(watch);
      if (now === undefined) throw new SlipwayError('watch-not-found', { project: watch.projectPath });
      assertNotFromFile(now);
      const dropped = marks(now) ? { detail: UNMARKED } : {};
      await recordWatch(ports, { ...line, ...dropped, project: now.projectPath });
      await leave(ports, now, now.projects);
      await ports.groupWatches.remove(now);
    });
    const { team, madeAt, group } = watch;
    const id = `group-watch-${team}-${channel}-${group}-${madeAt}-stopped`;
    if (watch.madeBy !== person.user)
      await announceWatch(ports, id, { kind: 'group-ended', watch, by: person.user });
    return { kind: 'watch-removed', projectPath: watch.projectPath };
  });
}

async function groupWatched(
  ports: Ports,
  { team }: SlackPerson,
  channel: ChannelId,
  ref: GroupRef,
): Promise<GroupWatch> {
  const all = await ports.groupWatches.all();
  const watch = all.find(
    (one) =>
      one.team === team &&
      one.channel === channel &&
      (one.group === ref || one.projectPath === groupPattern(String(ref))),
  );
  if (watch === undefined) throw new SlipwayError('watch-not-found', { project: groupPattern(String(ref)) });
  return watch;
}

async function assertMayEndGroup(ports: Ports, person: SlackPerson, watch: GroupWatch): Promise<void> {
  if (watch.madeBy === person.user || (await isOperator(ports, person))) return;
  if (marks(watch)) return assertMayUnmark(ports, person, watch);
  const { api } = await asPerson(ports, person);
  try {
    await api.groups.get(watch.group);
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    throw new SlipwayError('watch-of-others', { project: watch.projectPath }, { cause: error });
  }
}
