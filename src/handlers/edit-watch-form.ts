import { SlipwayError } from '../core/errors.ts';
import type { AnyWatchName } from '../core/group-watch.ts';
import type { Ports } from '../core/ports/ports.ts';
import { operatorsOnly } from '../flows/all-watches.ts';
import { findWatch } from '../flows/find-watch.ts';
import { connectedMessage } from '../slack/connected-message.ts';
import { ACTION } from '../slack/ids.ts';
import { decodeWatch } from '../slack/watch-value.ts';
import { WATCH_FORM } from '../slack/words/watch-form.ts';
import { hadToWait } from './card-target.ts';
import type { Click, HandlerContext } from './define.ts';
import { openWatchForm } from './open-watch-form.ts';

/**
 * Opens the form of a watch with what it says now. From outside its channel it is for whoever set it up, and operators.
 * After connecting no modal opens by itself: a private message has the button once more.
 * @param value what the button or the entry of a menu stands for
 * @throws SlipwayError `control-unknown`, `operators-only`
 */
export async function editWatchForm(context: HandlerContext, click: Click, value: string): Promise<void> {
  const { person, channel } = click;
  const watch = decodeWatch(value);
  if (watch === undefined) throw new SlipwayError('control-unknown');
  const name = { team: person.team, channel: watch.channel, ...watch.subject };
  if (watch.channel !== channel) await assertOwn(context.ports, click, name);
  if (hadToWait(click)) {
    const again = connectedMessage(WATCH_FORM.edit, ACTION.editWatch, value);
    await context.replies.send(click.reply, again, 'private');
    return;
  }
  await openWatchForm(context, click, { person, channel: watch.channel, texts: {} }, watch.subject);
}

async function assertOwn(ports: Ports, { person, channel }: Click, name: AnyWatchName): Promise<void> {
  const watch = await findWatch(ports, name);
  if (watch?.madeBy !== person.user) await operatorsOnly(ports, person, channel);
}
