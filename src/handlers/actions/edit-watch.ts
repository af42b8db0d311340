import { ACTION } from '../../slack/ids.ts';
import { defineAction } from '../define.ts';
import { editWatchForm } from '../edit-watch-form.ts';

/** *Edit*: the form of a watch, with what it says now. */
export const editWatch = defineAction({
  actionId: ACTION.editWatch,
  accept: (context, click) => editWatchForm(context, click, click.value),
});
