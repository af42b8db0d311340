import type { ModalView } from '@slack/types';
import type { Notice } from '../../core/notice.ts';
import { CALLBACK } from '../ids.ts';
import { withinLimits } from '../limits.ts';
import { plain } from '../text-objects.ts';
import { FORM } from '../words/forms.ts';
import { MODAL } from '../words/modals.ts';
import { type NoticeSettings, noticeMessage } from '../words/notices.ts';

/** A notice in a modal that stands open already: the words and buttons of the private message. */
export const noticeModal = (notice: Notice, settings: NoticeSettings): ModalView => ({
  type: 'modal',
  callback_id: CALLBACK.message,
  title: plain(titleOf(notice), 24),
  close: plain(MODAL.close, 24),
  blocks: withinLimits(noticeMessage(notice, settings)).blocks,
});

function titleOf(notice: Notice): string {
  if (notice.kind === 'error') return MODAL.errorTitle;
  return notice.kind === 'connect' ? FORM.connect : FORM.done;
}
