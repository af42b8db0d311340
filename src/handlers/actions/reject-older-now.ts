import { SlipwayError } from '../../core/errors.ts';
import { ACTION, decodeControl } from '../../slack/ids.ts';
import { defineAction } from '../define.ts';
import { openOlder } from '../open-older.ts';

/** *Reject older…* in a private message, for whoever had to connect first. It names the card but does not stand on it. */
export const rejectOlderNow = defineAction({
  actionId: ACTION.rejectOlderNow,
  accept: async (context, click) => {
    const value = decodeControl(click.value);
    if (value === undefined) throw new SlipwayError('control-unknown');
    const { card, revision } = value;
    await openOlder(context, click, { card, revision, channel: click.channel });
  },
});
