import { SlipwayError } from '../../core/errors.ts';
import { ACTION, BLOCK, CALLBACK } from '../../slack/ids.ts';
import { decodeReference } from '../../slack/modals/card-reference.ts';
import { typedIn } from '../../slack/view-input.ts';
import { MODAL } from '../../slack/words/modals.ts';
import { defineView } from '../define.ts';
import { replyAtCard } from '../reply-at-card.ts';

/** *Reject…*, submitted with the reason. */
export const reject = defineView({
  callbackId: CALLBACK.reject,
  submit: async ({ ports }, { person, payload }) => {
    const target = decodeReference(payload.view.private_metadata);
    if (target === undefined) throw new SlipwayError('control-unknown');
    const comment = typedIn(payload, BLOCK.reason, ACTION.reason);
    // Slack asks for a text, but takes blanks for one.
    if (comment === undefined) return { errors: { [BLOCK.reason]: MODAL.reject.reasonHint } };
    await ports.jobs.act({
      kind: 'decide',
      person,
      reply: await replyAtCard(ports, person, target),
      target,
      decision: 'rejected',
      comment,
    });
    return undefined;
  },
});
