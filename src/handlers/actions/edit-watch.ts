import { SlipwayError } from '../../core/errors.ts';
import type { SlackPerson } from '../../core/person.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { WatchName } from '../../core/watch.ts';
import { findWatch } from '../../flows/find-watch.ts';
import { assertOperator } from '../../flows/operators.ts';
import { ACTION } from '../../slack/ids.ts';
import { decodeWatch } from '../../slack/watch-value.ts';
import { defineAction } from '../define.ts';
import { openWatchForm } from '../open-watch-form.ts';

async function assertOwn(ports: Ports, person: SlackPerson, name: WatchName): Promise<void> {
  const watch = await findWatch(ports, name);
  if (watch?.madeBy !== person.user) await assertOperator(ports, person);
}

/** *Edit*: the form of a watch, with what it says now. From outside its channel it is for whoever set it up, and operators. */
export const editWatch = defineAction({
  actionId: ACTION.editWatch,
  accept: async (context, { person, triggerId, value, channel }) => {
    const watch = decodeWatch(value);
    if (watch === undefined) throw new SlipwayError('control-unknown');
    if (watch.channel !== channel) await assertOwn(context.ports, person, { team: person.team, ...watch });
    await openWatchForm(context, triggerId, { person, channel: watch.channel, texts: {} }, watch.project);
  },
});
