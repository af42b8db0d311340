import { SlipwayError } from '../../core/errors.ts';
import { noticeOf } from '../../flows/perform-act.ts';
import { decodeListQuery } from '../../slack/lists.ts';
import { noticeMessage } from '../../slack/words/notices.ts';
import { defineAction } from '../define.ts';
import { deploymentPage } from '../deployment-page.ts';

/** *Next* and *Previous* of a list: asked anew, as the person who clicks. */
export const pageList = defineAction({
  actionId: 'list:',
  accept: async (context, click) => {
    const query = decodeListQuery(click.value);
    if (query?.project === undefined) throw new SlipwayError('control-unknown');
    const { project } = query;
    // After the acknowledgement: GitLab may need longer than Slack waits.
    void deploymentPage(context, click.person, { ...query, project })
      .catch((error: unknown) => noticeMessage(noticeOf(context.ports, error), context.words))
      .then((message) => context.replies.send(click.reply, message, 'replace'));
  },
});
