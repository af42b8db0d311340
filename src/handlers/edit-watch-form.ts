import { SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { WatchName } from '../core/watch.ts';
import { findWatch } from '../flows/find-watch.ts';
import { assertOperator } from '../flows/operators.ts';
import { decodeWatch } from '../slack/watch-value.ts';
import type { Click, HandlerContext } from './define.ts';
import { openWatchForm } from './open-watch-form.ts';

/**
 * Opens the form of a watch with what it says now. From outside its channel it is for whoever set it up, and operators.
 * @param value what the button or the entry of a menu stands for
 * @throws SlipwayError `control-unknown`, `operators-only`
 */
export async function editWatchForm(
  context: HandlerContext,
  { person, channel, triggerId }: Click,
  value: string,
): Promise<void> {
  const watch = decodeWatch(value);
  if (watch === undefined) throw new SlipwayError('control-unknown');
  if (watch.channel !== channel) await assertOwn(context.ports, person, { team: person.team, ...watch });
  await openWatchForm(context, triggerId, { person, channel: watch.channel, texts: {} }, watch.project);
}

async function assertOwn(ports: Ports, person: SlackPerson, name: WatchName): Promise<void> {
  const watch = await findWatch(ports, name);
  if (watch?.madeBy !== person.user) await assertOperator(ports, person);
}
