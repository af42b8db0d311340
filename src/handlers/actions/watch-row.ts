import { SlipwayError } from '../../core/errors.ts';
import { ACTION } from '../../slack/ids.ts';
import { decodeWatchEntry } from '../../slack/watch-value.ts';
import { defineAction } from '../define.ts';
import { editWatchForm } from '../edit-watch-form.ts';
import { tendWatchAct } from '../tend-watch-act.ts';

/** The menu beside a watch in a list. */
export const watchRow = defineAction({
  actionId: ACTION.watchRow,
  accept: async (context, click) => {
    const chosen = decodeWatchEntry(click.value);
    if (chosen === undefined) throw new SlipwayError('control-unknown');
    if (chosen.entry === 'edit') return editWatchForm(context, click, chosen.value);
    await context.ports.jobs.act(tendWatchAct(click, chosen.entry, chosen.value));
  },
});
