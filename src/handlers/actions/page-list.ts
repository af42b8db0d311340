import { SlipwayError } from '../../core/errors.ts';
import type { SlackPerson } from '../../core/person.ts';
import type { ProjectRef } from '../../core/ports/gitlab.ts';
import { noticeOf } from '../../flows/perform-act.ts';
import { decodeListQuery, type ListQuery } from '../../slack/lists.ts';
import { defineAction, type HandlerContext } from '../define.ts';
import { deploymentPage } from '../deployment-page.ts';
import { environmentPage } from '../environment-page.ts';

const drawPage = (
  context: HandlerContext,
  person: SlackPerson,
  query: ListQuery & { project: ProjectRef },
) =>
  query.kind === 'environments'
    ? environmentPage(context, person, query)
    : deploymentPage(context, person, query);

/** *Next* and *Previous* of a list: asked anew, as the person who clicks. */
export const pageList = defineAction({
  actionId: 'list:',
  accept: async (context, click) => {
    const query = decodeListQuery(click.value);
    if (query?.project === undefined) throw new SlipwayError('control-unknown');
    const { project } = query;
    // After the acknowledgement: GitLab may need longer than Slack waits.
    void drawPage(context, click.person, { ...query, project })
      .then((message) => context.replies.send(click.reply, message, 'replace'))
      // A refusal is for whoever pressed: the list may stand in the channel, for everybody.
      .catch((error: unknown) => context.ports.notices.tell(click.reply, noticeOf(context.ports, error)));
  },
});
