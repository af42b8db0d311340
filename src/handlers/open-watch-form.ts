import type { WaitingAct } from '../core/acts.ts';
import { wordFor } from '../core/group-watch.ts';
import type { ChannelId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import { isFromFile } from '../core/watch.ts';
import { type WatchTexts, watchCommand } from '../core/watch-command.ts';
import type { WatchSubject } from '../core/watch-subject.ts';
import { watchesIn } from '../flows/find-watch.ts';
import { prepareWatchForm } from '../flows/prepare-watch-form.ts';
import { loadingModal } from '../slack/modals/message.ts';
import { watchModal, watchProjectModal } from '../slack/modals/watch-form.ts';
import { WATCH_FORM } from '../slack/words/watch-form.ts';
import { clickAct } from './card-target.ts';
import type { Click, HandlerContext } from './define.ts';
import { fillModal } from './fill-modal.ts';

/** Where a watch is to be set up, and by whom. */
interface Wanted {
  readonly person: SlackPerson;
  readonly channel: ChannelId;
  readonly texts: WatchTexts;
}

/**
 * Opens the form that asks for the project, or group, first.
 * @returns whether a modal stands open; without one the command is answered in words
 */
export async function askForProject(
  { ports, views }: HandlerContext,
  triggerId: string | undefined,
  { person, channel, texts }: Wanted,
): Promise<boolean> {
  if (triggerId === undefined) return false;
  const watches = await watchesIn(ports, { team: person.team, channel });
  const watched = watches
    .filter((watch) => !isFromFile(watch))
    .map((watch) => ({ named: wordFor(watch), path: watch.projectPath }));
  try {
    await views.open(triggerId, watchProjectModal({ channel, texts: defined(texts) }, watched));
    return true;
  } catch (error) {
    ports.log.warn({ err: error }, 'the form of a watch could not be opened');
    return false;
  }
}

/**
 * Opens the form of a watch empty, to be filled when GitLab has answered: a trigger lives three seconds.
 * Somebody who has to connect first is asked to press once more: whoever only looks at a watch must not change it.
 */
export async function openWatchForm(
  context: HandlerContext,
  click: Click,
  wanted: Wanted,
  subject: WatchSubject,
): Promise<void> {
  const view = await context.views.open(click.triggerId, loadingModal(WATCH_FORM.changeTitle));
  fillWatchForm(context, view, wanted, subject, clickAct(click));
}

/**
 * Fills an open modal with the form.
 * @param act what continues for somebody who has to connect first
 */
export function fillWatchForm(
  context: HandlerContext,
  view: string,
  { person, channel, texts }: Wanted,
  subject: WatchSubject,
  act: WaitingAct,
): void {
  const draw = async () =>
    watchModal(
      await prepareWatchForm(context.ports, person, channel, subject, texts),
      context.words.commands,
    );
  context.track(fillModal(context, view, draw, act));
}

/** The command that does what the form was sent with. */
export const commandOf = (
  { words }: HandlerContext,
  { person, channel, texts }: Wanted,
  subject: WatchSubject,
) => ({
  kind: 'command' as const,
  person,
  reply: { ...person, channel },
  command: words.commands.slipway,
  text: watchCommand(subject, texts),
});

const defined = (texts: WatchTexts) =>
  Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
