import { SlipwayError } from '../../core/errors.ts';
import { decodeListQuery, type ListQuery } from '../../slack/lists.ts';
import type { Rendered } from '../../slack/text-objects.ts';
import { answerClick } from '../answer-click.ts';
import { type Click, defineAction, type HandlerContext } from '../define.ts';
import { deploymentPage, pendingIn } from '../deployment-page.ts';
import { environmentPage } from '../environment-page.ts';

/**
 * *Next* and *Previous* of a list: asked anew, as the person who clicks. A list that was shown to the channel stays as it
 * is, and the page comes privately: what one person may read is not for all to see because they turned a page.
 */
export const pageList = defineAction({
  actionId: 'list:',
  accept: async (context, click) => {
    const query = decodeListQuery(click.value);
    if (query === undefined) throw new SlipwayError('control-unknown');
    answerClick(context, click, click.isPrivate ? 'replace' : 'private', () =>
      drawPage(context, click, query),
    );
  },
});

async function drawPage(context: HandlerContext, click: Click, query: ListQuery): Promise<Rendered> {
  if (query.kind === 'pending') return pendingIn(context, click, query);
  const { project } = query;
  if (project === undefined) throw new SlipwayError('control-unknown');
  const draw = query.kind === 'environments' ? environmentPage : deploymentPage;
  return draw(context, click.person, { ...query, project });
}
