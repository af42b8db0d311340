import type { ModalView } from '@slack/types';
import type { Act } from '../core/acts.ts';
import { isError } from '../core/errors.ts';
import { noticeOf, offerConnection } from '../flows/perform-act.ts';
import { errorModal } from '../slack/modals/error.ts';
import { noticeModal } from '../slack/modals/notice.ts';
import type { HandlerContext } from './define.ts';

/**
 * Fills a modal that opened empty; a failure is told in the modal itself. Never throws: nobody waits for it.
 * @param act what continues once a person who is not connected is; they are offered to connect then
 */
export async function fillModal(
  context: HandlerContext,
  viewId: string,
  draw: () => Promise<ModalView>,
  act?: Act,
): Promise<void> {
  try {
    await context.views.update(viewId, await drawOrExplain(context, draw, act));
  } catch (error) {
    if (!isError(error, 'channel-unreachable'))
      context.ports.log.warn({ err: error }, 'a modal could not be filled');
  }
}

async function drawOrExplain(
  context: HandlerContext,
  draw: () => Promise<ModalView>,
  act: Act | undefined,
): Promise<ModalView> {
  try {
    return await draw();
  } catch (error) {
    if (act !== undefined && isError(error, 'not-connected', 'connection-lost'))
      return noticeModal(await offerConnection(context.ports, act), context.words);
    const notice = noticeOf(context.ports, error);
    if (notice.kind !== 'error') throw error;
    return errorModal(notice, context.words.commands);
  }
}
