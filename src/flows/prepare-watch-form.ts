import type { ChannelId, ProjectId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { ProjectRef } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { DEFAULT_WATCH_EVENTS } from '../core/watch.ts';
import { textsOf, type WatchTexts } from '../core/watch-command.ts';
import { asPerson } from './as-person.ts';
import { assertNotFromFile } from './assert-not-from-file.ts';
import { findProject } from './find-project.ts';
import { findWatch } from './find-watch.ts';

/** As many as a select of Slack's holds. */
const MOST = 100;

/** The form of a watch, once its project is known. */
export interface WatchForm {
  readonly channel: ChannelId;
  readonly project: { readonly id: ProjectId; readonly path: string };
  /** The project's own, oldest first. */
  readonly environments: readonly string[];
  /** What stands in the form at first. */
  readonly texts: WatchTexts;
  /** The channel watches the project already. */
  readonly isChange: boolean;
  /** Whether approvals can be confirmed in a browser here. */
  readonly mayConfirm: boolean;
}

/**
 * The form with the project's own environments, read with the person's rights, and with what the channel's watch of it
 * says now.
 * @param given what was said already, which goes before that
 * @throws SlipwayError `not-connected`, `project-not-found`, `watch-from-file`; GitLabError
 */
export async function prepareWatchForm(
  ports: Ports,
  person: SlackPerson,
  channel: ChannelId,
  ref: ProjectRef,
  given: WatchTexts,
): Promise<WatchForm> {
  const { api } = await asPerson(ports, person);
  const { id, path } = await findProject(api, ref);
  const [environments, watch] = await Promise.all([
    api.environments.list(id, { perPage: MOST }),
    findWatch(ports, { team: person.team, channel, project: id }),
  ]);
  assertNotFromFile(watch);
  const usual = watch === undefined ? { on: DEFAULT_WATCH_EVENTS.join(',') } : textsOf(watch);
  return {
    channel,
    project: { id, path },
    environments: environments.items.map(({ name }) => name),
    texts: { ...usual, ...given },
    isChange: watch !== undefined,
    mayConfirm: ports.settings.signIn === 'browser',
  };
}
