import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { COMMENT_LIMIT } from '../../core/acts.ts';
import type { Deployment } from '../../core/deployment.ts';
import { plainVersion } from '../cards/version.ts';
import { plainLine } from '../escape.ts';
import { ACTION, BLOCK, CALLBACK } from '../ids.ts';
import { plain, section } from '../text-objects.ts';
import { MODAL } from '../words/modals.ts';
import { type CardReference, encodeReference } from './card-reference.ts';
import { messageModal } from './message.ts';

/** Slack's limit for check boxes. */
const BOXES = 10;

/**
 * The older deployments that still wait, all ticked, and the one reason for all.
 * @param newer number of the deployment that replaces them
 */
export function rejectOlderModal(
  reference: CardReference,
  newer: number,
  older: readonly Deployment[],
): ModalView {
  const words = MODAL.rejectOlder;
  if (older.length === 0) return messageModal(words.title, [words.none]);
  const more = older.length - BOXES;
  return {
    type: 'modal',
    callback_id: CALLBACK.rejectOlder,
    private_metadata: encodeReference(reference),
    title: plain(words.title, 24),
    submit: plain(words.submit, 24),
    close: plain(MODAL.cancel, 24),
    blocks: [
      section(words.intro(`#${newer}`)),
      boxes(older.slice(0, BOXES)),
      ...(more > 0 ? [section(words.more(more))] : []),
      reasonInput(),
    ],
  };
}

function boxes(older: readonly Deployment[]): KnownBlock {
  const options = older.map(optionOf);
  return {
    type: 'input',
    block_id: BLOCK.older,
    label: plain(MODAL.rejectOlder.which, 200),
    element: { type: 'checkboxes', action_id: ACTION.older, options, initial_options: options },
  };
}

const optionOf = (deployment: Deployment): PlainTextOption => ({
  text: plain(`#${deployment.id} · ${plainLine(plainVersion(deployment), 50)}`, 75),
  value: String(deployment.id),
});

const reasonInput = (): KnownBlock => ({
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
});
