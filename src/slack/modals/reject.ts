import type { ModalView } from '@slack/types';
import { COMMENT_LIMIT } from '../../core/acts.ts';
import { ACTION, BLOCK, CALLBACK } from '../ids.ts';
import { plain, section } from '../text-objects.ts';
import { MODAL } from '../words/modals.ts';
import { type CardReference, encodeReference } from './card-reference.ts';
import { type ModalSubject, subjectLine } from './subject.ts';

/** Reject: the reason is required, because the requester has nothing else to go by. */
export const rejectModal = (reference: CardReference, subject: ModalSubject): ModalView => ({
  type: 'modal',
  callback_id: CALLBACK.reject,
  private_metadata: encodeReference(reference),
  title: plain(MODAL.reject.title, 24),
  submit: plain(MODAL.reject.submit, 24),
  close: plain(MODAL.cancel, 24),
  blocks: [
    section(subjectLine('rejecting', subject)),
    {
      type: 'input',
      block_id: BLOCK.reason,
      label: plain(MODAL.reject.reason, 200),
      hint: plain(MODAL.reject.reasonHint, 200),
      element: {
        type: 'plain_text_input',
        action_id: ACTION.reason,
        multiline: true,
        min_length: 1,
        max_length: COMMENT_LIMIT,
      },
    },
  ],
});
