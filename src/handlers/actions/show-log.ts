import type { CardRecord } from '../../core/card.ts';
import { SlipwayError } from '../../core/errors.ts';
import type { SlackPerson } from '../../core/person.ts';
import type { Ports } from '../../core/ports/ports.ts';
import { asPerson } from '../../flows/as-person.ts';
import { ACTION, decodeControl } from '../../slack/ids.ts';
import { logMessage, logModal, type PrintedLog } from '../../slack/modals/log.ts';
import { loadingModal } from '../../slack/modals/message.ts';
import { answerClick } from '../answer-click.ts';
import { cardSubject } from '../card-subject.ts';
import { clickAct, clickedTarget, hadToWait } from '../card-target.ts';
import { defineAction } from '../define.ts';
import { fillModal } from '../fill-modal.ts';

const LINES = 20;

/**
 * *Show log*: the last lines of the job, for the eyes of whoever asks, in a modal that opens at once, or, where the click
 * had to wait for its author to connect, in a private message.
 */
export const showLog = defineAction({
  actionId: ACTION.showLog,
  accept: async (context, click) => {
    const { ports, views, words } = context;
    const value = decodeControl(click.value);
    if (value === undefined) throw new SlipwayError('control-unknown');
    const { card } = await cardSubject(ports, click.person.team, clickedTarget(click, value));
    const read = () => readLog(ports, click.person, card);
    if (hadToWait(click)) {
      answerClick(context, click, 'private', async () => logMessage(await read(), words.gitlabHost));
      return;
    }
    const viewId = await views.open(click.triggerId, loadingModal());
    const draw = async () => logModal(await read(), words.gitlabHost);
    context.track(fillModal(context, viewId, draw, clickAct(click)));
  },
});

/** With the person's own rights: GitLab may keep logs from people who see the card. */
async function readLog(ports: Ports, person: SlackPerson, card: CardRecord): Promise<PrintedLog> {
  const { api } = await asPerson(ports, person);
  const { id, job } = await api.deployments.get(card.project, card.deployment);
  const lines = job === null ? [] : await api.jobs.log(card.project, job.id, LINES);
  return { deployment: id, job, lines };
}
