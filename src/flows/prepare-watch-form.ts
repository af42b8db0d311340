import { isError } from '../core/errors.ts';
import { type AnyWatch, groupPattern } from '../core/group-watch.ts';
import type { ChannelId, ProjectId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { GitLabApi, GroupRef, ProjectRef } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { DEFAULT_WATCH_EVENTS } from '../core/watch.ts';
import { textsOf, type WatchTexts } from '../core/watch-command.ts';
import { asWritten, isDirect, isUserGroup } from '../core/watch-delivery.ts';
import type { WatchSubject } from '../core/watch-subject.ts';
import { asPerson } from './as-person.ts';
import { assertNotFromFile } from './assert-not-from-file.ts';
import { findGroup } from './find-group.ts';
import { findProject } from './find-project.ts';
import { findWatch } from './find-watch.ts';
import { mostActive } from './reach-group.ts';

/** As many as a select of Slack's holds. */
const MOST = 100;
/** Projects of a group whose environments are offered. */
const MOST_PROJECTS = 5;

/** The form of a watch, once its project is known. */
export interface WatchForm {
  readonly channel: ChannelId;
  readonly subject: { readonly project: ProjectId } | { readonly group: number };
  /** Its full path, of a group `acme/*`. */
  readonly path: string;
  /** The project's own, oldest first; of a group, those of its most active projects. */
  readonly environments: readonly string[];
  /** What stands in the form at first. */
  readonly texts: WatchTexts;
  /** The channel watches it already. */
  readonly isChange: boolean;
  /** Whether approvals can be confirmed in a browser here. */
  readonly mayConfirm: boolean;
}

/**
 * The form with the environments there are, read with the person's rights, and with what the channel's watch says now.
 * @param given what was said already, which goes before that
 * @throws SlipwayError `not-connected`, `project-not-found`, `watch-from-file`; GitLabError
 */
export async function prepareWatchForm(
  ports: Ports,
  person: SlackPerson,
  channel: ChannelId,
  wanted: WatchSubject,
  given: WatchTexts,
): Promise<WatchForm> {
  const { api } = await asPerson(ports, person);
  const { subject, path, environments } =
    'group' in wanted ? await ofGroup(api, wanted.group) : await ofProject(api, wanted.project);
  const at = await channelOf(ports, person, channel, given);
  const watch = await findWatch(ports, { team: person.team, channel: at, ...subject });
  assertNotFromFile(watch);
  const usual = watch === undefined ? { on: DEFAULT_WATCH_EVENTS.join(',') } : await entered(ports, watch);
  return {
    channel: at,
    subject,
    path,
    environments,
    texts: { ...usual, ...given },
    isChange: watch !== undefined,
    mayConfirm: ports.settings.signIn === 'browser' && !isDirect(at),
  };
}

/** What is to come to the person alone is another watch than the channel's. */
async function channelOf(
  { messages }: Ports,
  { user }: SlackPerson,
  channel: ChannelId,
  { mode }: WatchTexts,
): Promise<ChannelId> {
  return mode?.toLowerCase() === 'dm' ? messages.directChannel(user) : channel;
}

/** As somebody would enter it: user groups by their handle, as far as Slack tells it. */
async function entered({ userGroups }: Ports, watch: AnyWatch): Promise<WatchTexts> {
  const { mention = [] } = watch;
  const written = await Promise.all(
    mention.map(async (one) => {
      const sight = isUserGroup(one) ? await userGroups.look(one) : undefined;
      return sight?.state === 'there' ? `@${sight.handle}` : asWritten(one);
    }),
  );
  return { ...textsOf(watch), mention: written.join(',') };
}

type Known = Pick<WatchForm, 'subject' | 'path' | 'environments'>;

async function ofProject(api: GitLabApi, ref: ProjectRef): Promise<Known> {
  const { id, path } = await findProject(api, ref);
  return { subject: { project: id }, path, environments: await environmentsOf(api, id) };
}

async function ofGroup(api: GitLabApi, ref: GroupRef): Promise<Known> {
  const { id, path } = await findGroup(api, ref);
  const { items } = await mostActive(api, id);
  const names = await Promise.all(
    items.slice(0, MOST_PROJECTS).map((project) => environmentsOrNone(api, project.id)),
  );
  const environments = [...new Set(names.flat())].slice(0, MOST);
  return { subject: { group: id }, path: groupPattern(path), environments };
}

async function environmentsOf(api: GitLabApi, project: ProjectId): Promise<readonly string[]> {
  const { items } = await api.environments.list(project, { perPage: MOST });
  return items.map(({ name }) => name);
}

/** A project of the group that the person may not look into offers none. */
async function environmentsOrNone(api: GitLabApi, project: ProjectId): Promise<readonly string[]> {
  try {
    return await environmentsOf(api, project);
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    return [];
  }
}
