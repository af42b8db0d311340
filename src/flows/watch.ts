import type { Project } from '../core/deployment.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import type { ChannelId, ProjectId, SlackUserId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { GitLabApi, ProjectRef } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { unmarks } from '../core/step-up.ts';
import type { Watch, WatchName } from '../core/watch.ts';
import type { WatchDelivery } from '../core/watch-delivery.ts';
import type { WatchFilters } from '../core/watch-filters.ts';
import { asPerson } from './as-person.ts';
import { assertNotFromFile } from './assert-not-from-file.ts';
import { deliveryOf } from './delivery-of.ts';
import { filtersOf } from './filters-of.ts';
import { findProject } from './find-project.ts';
import { findWatch, holdWatch } from './find-watch.ts';
import { assertMayUnmark, UNMARKED } from './may-end-watch.ts';
import { offerUndo } from './offer-undo.ts';
import { previewWatch } from './preview-watch.ts';
import { recordingRefusal, recordWatch } from './record-watch.ts';
import { announceWatch, closeQuestion } from './watch-question.ts';

/** What somebody asked to watch. */
export interface WatchWish extends WatchFilters, WatchDelivery {
  readonly person: SlackPerson;
  /** Where it was asked. */
  readonly channel: ChannelId;
  readonly project: ProjectRef;
  /** Have approvals of these environments confirmed after a fresh sign-in. */
  readonly confirm: 'browser' | undefined;
}

/**
 * Lets a channel hear of a project's deployments. The person must be able to read the project, the watcher's token
 * too, and the bot must be in the channel; what waits already gets its card within seconds.
 * @throws SlipwayError `not-connected`, `project-not-found`, `watcher-blind`, `channel-unreachable`;
 *   `confirm-unavailable`, `watch-marked`, `watch-from-file`, `bad-value`, `account-unchecked`; GitLabError
 */
export function watch(ports: Ports, wish: WatchWish): Promise<Notice> {
  const line = {
    act: 'watch',
    person: wish.person,
    channel: wish.channel,
    project: String(wish.project),
    detail: wish.confirm === undefined ? undefined : 'confirm:browser',
  } as const;
  return recordingRefusal(ports, line, async () => {
    if (wish.confirm === 'browser' && ports.settings.signIn === 'device')
      throw new SlipwayError('confirm-unavailable');
    const { channel, kept } = await deliveryOf(ports, wish);
    const { project, api } = await watchable(ports, { ...wish, channel });
    const made: Watch = {
      team: wish.person.team,
      channel,
      project: project.id,
      projectPath: project.path,
      ...(await filtersOf(ports, wish)),
      ...(wish.confirm === undefined ? {} : { confirm: wish.confirm }),
      ...kept,
      madeBy: wish.person.user,
      madeAt: ports.clock.now(),
    };
    const replaced = await holdWatch(ports, made, async () => {
      const before = await findWatch(ports, made);
      assertNotFromFile(before);
      if (before !== undefined && unmarks(before, made)) await assertMayUnmark(ports, wish.person, before);
      return ports.watches.put(made);
    });
    const dropped = replaced !== undefined && unmarks(replaced, made) ? UNMARKED : line.detail;
    await recordWatch(ports, { ...line, channel, detail: dropped, project: project.path });
    await ports.polls.dueBy(project.id, ports.clock.now());
    await tell(ports, made, replaced, wish.person.user);
    return {
      kind: 'watch-set',
      watch: made,
      replaced: replaced !== undefined,
      preview: await previewWatch(ports, api, made),
      undo: await offerUndo(ports, wish, nameOf(made), made.madeAt, replaced),
    };
  });
}

/** The project, once it is certain that all three may: the person and the watcher read it, the bot post here. */
async function watchable(ports: Ports, wish: WatchWish): Promise<{ project: Project; api: GitLabApi }> {
  const { api } = await asPerson(ports, wish.person);
  const project = await findProject(api, wish.project);
  // Listing is what the person must be allowed to: a guest sees the project but not its deployments.
  await api.deployments.list(project.id, { perPage: 1 });
  await assertWatcherReads(ports, project.id, project.path);
  if (await ports.people.canPost(wish.channel)) return { project, api };
  throw new SlipwayError('channel-unreachable', { channel: wish.channel, reason: 'not_in_channel' });
}

async function assertWatcherReads(ports: Ports, project: ProjectId, path: string): Promise<void> {
  try {
    await ports.watcher.deployments.list(project, { perPage: 1 });
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden', 'gitlab-unauthorized')) throw error;
    throw new SlipwayError('watcher-blind', { project: path });
  }
}

/** The channel learns who set the watch up, and whose it replaces. */
async function tell(ports: Ports, made: Watch, replaced: Watch | undefined, by: SlackUserId): Promise<void> {
  const id = `watch-${made.team}-${made.channel}-${made.project}-${made.madeAt}`;
  await announceWatch(ports, id, {
    kind: 'watch-started',
    watch: made,
    by,
    replaced: replaced?.madeBy,
  });
  if (replaced !== undefined) await closeQuestion(ports, replaced, { how: 'kept', by });
}

const nameOf = ({ team, channel, project }: Watch): WatchName => ({ team, channel, project });
