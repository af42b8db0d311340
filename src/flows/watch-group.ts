import type { Project } from '../core/deployment.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import { parseGroup } from '../core/group-reference.ts';
import { type GroupWatch, groupPattern } from '../core/group-watch.ts';
import type { SlackUserId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { unmarks } from '../core/step-up.ts';
import { asPerson } from './as-person.ts';
import { assertNotFromFile } from './assert-not-from-file.ts';
import { cover } from './cover-group.ts';
import { deliveryOf } from './delivery-of.ts';
import { filtersOf } from './filters-of.ts';
import { findGroup } from './find-group.ts';
import { holdWatch } from './find-watch.ts';
import { assertMayUnmark, UNMARKED } from './may-end-watch.ts';
import { offerUndo } from './offer-undo.ts';
import { previewGroup } from './preview-group.ts';
import { projectsIn, type Reach, reachOf } from './reach-group.ts';
import { recordingRefusal, recordWatch, type WatchLine } from './record-watch.ts';
import type { WatchWish } from './watch.ts';
import { announceWatch, closeQuestion } from './watch-question.ts';

/** What somebody asked to watch; `group` as they named it. */
export type GroupWish = Omit<WatchWish, 'project'> & { readonly group: string };

/**
 * Lets a channel hear of the deployments of a whole group. The person must be able to read it, the watcher's token too, and
 * the bot must be in the channel; of its projects it shows those the person may read.
 * @throws SlipwayError `not-connected`, `project-not-found`, `watcher-blind`, `channel-unreachable`, `watch-marked`,
 *   `confirm-unavailable`, `watch-from-file`, `bad-value`, `foreign-url`; GitLabError, also where the person may read none
 *   of its projects
 */
export function watchGroup(ports: Ports, wish: GroupWish): Promise<Notice> {
  const { person } = wish;
  const detail = wish.confirm === undefined ? undefined : 'confirm:browser';
  const asked = {
    act: 'watch',
    person,
    channel: wish.channel,
    project: groupPattern(wish.group),
    detail,
  } as const;
  return recordingRefusal(ports, asked, async () => {
    if (wish.confirm === 'browser' && ports.settings.signIn === 'device')
      throw new SlipwayError('confirm-unavailable');
    const { channel, kept } = await deliveryOf(ports, wish);
    const line = { ...asked, channel };
    const { api, id, present } = await watchable(ports, { ...wish, channel });
    const reach = await reachOf(api, id, present);
    if (reach.refusal !== undefined) throw reach.refusal;
    const made = { ...(await ruleOf(ports, { ...wish, channel }, id, reach)), ...kept };
    const { watch, before } = await holdWatch(ports, made, () => replace(ports, made, reach, line));
    await tell(ports, watch, before, person.user);
    const name = { team: watch.team, channel: watch.channel, group: id };
    return {
      kind: 'watch-set',
      watch,
      replaced: before !== undefined,
      preview: await previewGroup(ports, api, watch),
      undo: await offerUndo(ports, wish, name, watch.madeAt, before),
    };
  });
}

async function ruleOf(ports: Ports, wish: GroupWish, group: number, reach: Reach): Promise<GroupWatch> {
  const now = ports.clock.now();
  return {
    team: wish.person.team,
    channel: wish.channel,
    group,
    projectPath: reach.pattern,
    ...(await filtersOf(ports, wish)),
    ...(wish.confirm === undefined ? {} : { confirm: wish.confirm }),
    madeBy: wish.person.user,
    madeAt: now,
    confirmedAt: now,
    projects: [],
    hidden: reach.hidden,
  };
}

/** Puts the new watch in the place of what the channel watched of the group. The caller holds it. */
async function replace(
  ports: Ports,
  made: GroupWatch,
  reach: Reach,
  line: WatchLine,
): Promise<{ watch: GroupWatch; before: GroupWatch | undefined }> {
  const before = await ports.groupWatches.get(made);
  assertNotFromFile(before);
  const drops = before !== undefined && unmarks(before, made);
  if (drops) await assertMayUnmark(ports, line.person, before);
  const watch = await cover(ports, { ...made, projects: before?.projects ?? [] }, reach, made.madeAt);
  await recordWatch(ports, {
    ...line,
    ...(drops ? { detail: UNMARKED } : {}),
    project: made.projectPath,
  });
  return { watch, before };
}

/** The channel learns who set the watch up, and whose it replaces. */
async function tell(
  ports: Ports,
  watch: GroupWatch,
  before: GroupWatch | undefined,
  by: SlackUserId,
): Promise<void> {
  const id = `group-watch-${watch.team}-${watch.channel}-${watch.group}-${watch.madeAt}`;
  await announceWatch(ports, id, {
    kind: 'watch-started',
    watch,
    by,
    replaced: before?.madeBy,
  });
  if (before !== undefined) await closeQuestion(ports, before, { how: 'kept', by });
}

interface Watchable {
  /** With the person's rights. */
  readonly api: GitLabApi;
  readonly id: number;
  /** As the watcher sees them. */
  readonly present: readonly Project[];
}

/** The group, once it is certain that all three may: the person sees it, the watcher lists it, the bot posts here. */
async function watchable(ports: Ports, wish: GroupWish): Promise<Watchable> {
  const ref = parseGroup(wish.group, ports.gitlab.baseUrl);
  const { api } = await asPerson(ports, wish.person);
  const { id, path } = await findGroup(api, ref);
  const present = await projectsIn(ports.watcher, id).catch((error: unknown) => {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden', 'gitlab-unauthorized')) throw error;
    throw new SlipwayError('watcher-blind', { project: groupPattern(path) });
  });
  if (await ports.people.canPost(wish.channel)) return { api, id, present };
  throw new SlipwayError('channel-unreachable', { channel: wish.channel, reason: 'not_in_channel' });
}
