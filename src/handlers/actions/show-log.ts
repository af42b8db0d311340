import { asPerson } from '../../flows/as-person.ts';
import { ACTION } from '../../slack/ids.ts';
import { logModal, noLogModal } from '../../slack/modals/log.ts';
import { loadingModal } from '../../slack/modals/message.ts';
import { cardSubject } from '../card-subject.ts';
import { cardTarget } from '../card-target.ts';
import { defineAction } from '../define.ts';
import { fillModal } from '../fill-modal.ts';

const LINES = 20;

/**
 * *Show log*: the last lines of the job, for the eyes of whoever asks and with their own rights. GitLab may keep logs from
 * people who see the card.
 */
export const showLog = defineAction({
  actionId: ACTION.showLog,
  accept: async (context, click) => {
    const { ports, views, words } = context;
    const { card } = await cardSubject(ports, click.person.team, cardTarget(click));
    const viewId = await views.open(click.triggerId, loadingModal());
    const filled = fillModal(context, viewId, async () => {
      const { api } = await asPerson(ports, click.person);
      const { id, job } = await api.deployments.get(card.project, card.deployment);
      if (job === null) return noLogModal(id);
      return logModal(job, await api.jobs.log(card.project, job.id, LINES), words.gitlabHost);
    });
    context.track(filled);
  },
});
