import { SlipwayError } from '../../core/errors.ts';
import { decodeHistoryQuery } from '../../slack/history.ts';
import { answerClick } from '../answer-click.ts';
import { defineAction } from '../define.ts';
import { historyPage } from '../history-page.ts';

/** *Older* and *Newer* of the history: asked anew, as the person who clicks. */
export const pageHistory = defineAction({
  actionId: 'history:',
  accept: async (context, click) => {
    const query = decodeHistoryQuery(click.value);
    if (query === undefined) throw new SlipwayError('control-unknown');
    answerClick(context, click, click.isPrivate ? 'replace' : 'private', () =>
      historyPage(context, click.person, query),
    );
  },
});
