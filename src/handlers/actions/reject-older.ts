import { SlipwayError } from '../../core/errors.ts';
import { ACTION, decodeControl } from '../../slack/ids.ts';
import { clickedTarget } from '../card-target.ts';
import { defineAction } from '../define.ts';
import { openOlder } from '../open-older.ts';

/** *Reject older…*: a modal with the older deployments that this one replaces. */
export const rejectOlder = defineAction({
  actionId: ACTION.rejectOlder,
  accept: async (context, click) => {
    const value = decodeControl(click.value);
    if (value === undefined) throw new SlipwayError('control-unknown');
    await openOlder(context, click, clickedTarget(click, value));
  },
});
