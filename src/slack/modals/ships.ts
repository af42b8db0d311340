import type { Button, KnownBlock, ModalView } from '@slack/types';
import { ACTION, BLOCK, CALLBACK } from '../ids.ts';
import type { ShippedPage } from '../shipped-page.ts';
import { plain } from '../text-objects.ts';
import { MODAL } from '../words/modals.ts';
import { type CardReference, encodeReference } from './card-reference.ts';
import { messageModal } from './message.ts';
import { type ModalSubject, subjectWords } from './subject.ts';

/**
 * Everything the card had no room for, a page at a time.
 * @param reference the card it was opened from, by which another page is found
 */
export function shipsModal(subject: ModalSubject, shown: ShippedPage, reference: CardReference): ModalView {
  const view = messageModal(MODAL.ships.title, [subjectWords(subject), ...shown.head, ...shown.lines]);
  return {
    ...view,
    callback_id: CALLBACK.ships,
    private_metadata: encodeReference(reference),
    blocks: [...view.blocks, ...pageBlocks(shown)],
  };
}

function pageBlocks({ page, pages, hasMore }: ShippedPage): KnownBlock[] {
  const buttons = [
    ...(page > 1 ? [pageButton(ACTION.shipsPrevious, MODAL.ships.previous, page - 1)] : []),
    ...(hasMore ? [pageButton(ACTION.shipsNext, MODAL.ships.next, page + 1)] : []),
  ];
  if (buttons.length === 0) return [];
  return [
    { type: 'context', elements: [plain(MODAL.ships.page(page, pages), 100)] },
    { type: 'actions', block_id: BLOCK.shipsPage, elements: buttons },
  ];
}

const pageButton = (action: string, text: string, page: number): Button => ({
  type: 'button',
  action_id: action,
  text: plain(text, 75),
  value: String(page),
});
