import { tallyRules } from '../../core/approvals.ts';
import type { CardRecord } from '../../core/card.ts';
import { SlipwayError } from '../../core/errors.ts';
import { asPerson } from '../../flows/as-person.ts';
import { whoCanApprove } from '../../flows/who-can-approve.ts';
import { ACTION, decodeMenu } from '../../slack/ids.ts';
import { approveModal } from '../../slack/modals/approve.ts';
import { approversModal } from '../../slack/modals/approvers.ts';
import { loadingModal } from '../../slack/modals/message.ts';
import { shipsModal } from '../../slack/modals/ships.ts';
import type { ModalSubject } from '../../slack/modals/subject.ts';
import { cardSubject } from '../card-subject.ts';
import { cardTarget } from '../card-target.ts';
import { type Click, defineAction, type HandlerContext } from '../define.ts';
import { fillModal } from '../fill-modal.ts';

/** The card's overflow menu. */
export const more = defineAction({
  actionId: ACTION.more,
  accept: async (context, click) => {
    const chosen = decodeMenu(click.value);
    if (chosen === undefined) throw new SlipwayError('control-unknown');
    if (chosen.entry === 'open') return;
    const target = cardTarget(click, chosen.value);
    const { card, subject, ruleLabels } = await cardSubject(context.ports, click.person.team, target);
    switch (chosen.entry) {
      case 'comment':
        await context.views.open(click.triggerId, approveModal(target, subject, ruleLabels));
        return;
      case 'ships':
        await context.views.open(click.triggerId, shipsModal(subject, card.ships, context.words.gitlabHost));
        return;
      case 'approvers':
        await openApprovers(context, click, card, subject);
    }
  },
});

/** Opens at once and is filled when GitLab has answered. */
async function openApprovers(
  context: HandlerContext,
  click: Click,
  card: CardRecord,
  subject: ModalSubject,
): Promise<void> {
  const viewId = await context.views.open(click.triggerId, loadingModal());
  const filled = fillModal(context, viewId, async () => {
    const { api } = await asPerson(context.ports, click.person);
    const deployment = await api.deployments.get(card.project, card.deployment);
    const people = await whoCanApprove(api, tallyRules(deployment), deployment);
    const ids = people.flatMap((rule) => (rule.people ?? []).map((one) => one.id));
    const slackUsers = await context.ports.connections.slackUsersOf(card.team, [...new Set(ids)]);
    return approversModal(subject, people, slackUsers);
  });
  context.track(filled);
}
