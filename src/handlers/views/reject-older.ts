import { SlipwayError } from '../../core/errors.ts';
import { DeploymentId } from '../../core/ids.ts';
import { offerConnection } from '../../flows/perform-act.ts';
import { ACTION, BLOCK, CALLBACK, encodeControl } from '../../slack/ids.ts';
import { decodeReference } from '../../slack/modals/card-reference.ts';
import { noticeModal } from '../../slack/modals/notice.ts';
import { tickedIn, typedIn } from '../../slack/view-input.ts';
import { MODAL } from '../../slack/words/modals.ts';
import { cardSubject } from '../card-subject.ts';
import { defineView } from '../define.ts';
import { replyAtCard } from '../reply-at-card.ts';

/** *Reject older…*, submitted: each is an act of its own, so that each ends, and is told, for itself. */
export const rejectOlder = defineView({
  callbackId: CALLBACK.rejectOlder,
  submit: async ({ ports, words }, { person, payload }) => {
    const reference = decodeReference(payload.view.private_metadata);
    if (reference === undefined) throw new SlipwayError('control-unknown');
    const comment = typedIn(payload, BLOCK.reason, ACTION.reason);
    // Slack asks for a text, but takes blanks for one.
    if (comment === undefined) return { errors: { [BLOCK.reason]: MODAL.reject.reasonHint } };
    const chosen = tickedIn(payload, BLOCK.older, ACTION.older).map((value) =>
      DeploymentId.safeParse(Number(value)),
    );
    const deployments = chosen.flatMap(({ data }) => data ?? []);
    if (deployments.length === 0) return { errors: { [BLOCK.older]: MODAL.rejectOlder.choose } };
    const { card } = await cardSubject(ports, person.team, reference);
    const reply = await replyAtCard(ports, person, reference);
    // Of several acts that wait only one would continue.
    if ((await ports.connections.get(person)) === undefined) {
      const again = { control: ACTION.rejectOlderNow, value: encodeControl(reference) };
      const offer = await offerConnection(ports, { kind: 'click', person, reply, ...again });
      return { view: noticeModal(offer, words) };
    }
    for (const deployment of deployments) {
      await ports.jobs.act({
        kind: 'decide',
        person,
        reply,
        target: { project: card.project, deployment },
        decision: 'rejected',
        comment,
        replacedBy: card.deployment,
      });
    }
    return undefined;
  },
});
