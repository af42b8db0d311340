import { SlipwayError } from '../../core/errors.ts';
import { ACTION, BLOCK, CALLBACK } from '../../slack/ids.ts';
import { decodeReference } from '../../slack/modals/card-reference.ts';
import { chosenIn, isTicked, typedIn } from '../../slack/view-input.ts';
import { defineView } from '../define.ts';
import { replyAtCard } from '../reply-at-card.ts';

/** *Approve with a comment…*, submitted. */
export const approve = defineView({
  callbackId: CALLBACK.approve,
  submit: async ({ ports }, { person, payload }) => {
    const target = decodeReference(payload.view.private_metadata);
    if (target === undefined) throw new SlipwayError('control-unknown');
    const comment = typedIn(payload, BLOCK.comment, ACTION.comment);
    const representedAs = chosenIn(payload, BLOCK.approveAs, ACTION.approveAs);
    await ports.jobs.act({
      kind: 'decide',
      person,
      reply: await replyAtCard(ports, person, target),
      target,
      decision: 'approved',
      ...(comment === undefined ? {} : { comment }),
      ...(representedAs === undefined ? {} : { representedAs }),
      runWhenComplete: isTicked(payload, BLOCK.runWhenComplete, ACTION.runWhenComplete, 'run'),
    });
    return undefined;
  },
});
