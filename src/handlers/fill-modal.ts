import type { ModalView } from '@slack/types';
import { isError } from '../core/errors.ts';
import { noticeOf } from '../flows/perform-act.ts';
import { errorModal } from '../slack/modals/error.ts';
import type { HandlerContext } from './define.ts';

/** Fills a modal that opened empty; a failure is told in the modal itself. Never throws: nobody waits for it. */
export async function fillModal(
  context: HandlerContext,
  viewId: string,
  draw: () => Promise<ModalView>,
): Promise<void> {
  try {
    await context.views.update(viewId, await drawOrExplain(context, draw));
  } catch (error) {
    if (!isError(error, 'channel-unreachable'))
      context.ports.log.warn({ err: error }, 'a modal could not be filled');
  }
}

async function drawOrExplain(context: HandlerContext, draw: () => Promise<ModalView>): Promise<ModalView> {
  try {
    return await draw();
  } catch (error) {
    const notice = noticeOf(context.ports, error);
    if (notice.kind !== 'error') throw error;
    return errorModal(notice, context.words.commands);
  }
}
