import { SlipwayError } from '../../core/errors.ts';
import { ACTION, decodeControl } from '../../slack/ids.ts';
import { defineAction } from '../define.ts';
import { openShips } from '../open-ships.ts';

/** *Show all*, beside what a card's deployment ships. */
export const showShips = defineAction({
  actionId: ACTION.showShips,
  accept: async (context, click) => {
    const value = decodeControl(click.value);
    if (value === undefined) throw new SlipwayError('control-unknown');
    await openShips(context, click, value);
  },
});
