import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { COMMENT_LIMIT } from '../../core/acts.ts';
import { plainLine } from '../escape.ts';
import { ACTION, BLOCK, CALLBACK } from '../ids.ts';
import { plain, section } from '../text-objects.ts';
import { MODAL } from '../words/modals.ts';
import { type CardReference, encodeReference } from './card-reference.ts';
import { type ModalSubject, subjectLine } from './subject.ts';

/** Slack's limits: characters of an option's value, options of a select. */
const VALUE_LIMIT = 150;
const OPTIONS = 100;

/**
 * Approve with a comment. The bold line repeats what is approved, because the card behind the modal may have moved on.
 * @param ruleLabels labels of the rules one may approve under; asked for only when there are several
 */
export function approveModal(
  reference: CardReference,
  subject: ModalSubject,
  ruleLabels: readonly string[],
): ModalView {
  const words = MODAL.approve;
  const blocks: KnownBlock[] = [section(subjectLine('approving', subject)), commentInput()];
  const options = ruleOptions(ruleLabels);
  if (options.length > 1) blocks.push(ruleSelect(options));
  blocks.push(runCheckbox());
  return {
    type: 'modal',
    callback_id: CALLBACK.approve,
    private_metadata: encodeReference(reference),
    title: plain(words.title, 24),
    submit: plain(words.submit, 24),
    close: plain(MODAL.cancel, 24),
    blocks,
  };
}

const commentInput = (): KnownBlock => ({
  type: 'input',
  block_id: BLOCK.comment,
  optional: true,
  label: plain(MODAL.approve.comment, 200),
  hint: plain(MODAL.approve.commentHint, 200),
  element: {
    type: 'plain_text_input',
    action_id: ACTION.comment,
    multiline: true,
    max_length: COMMENT_LIMIT,
  },
});

const ruleSelect = (options: PlainTextOption[]): KnownBlock => ({
  type: 'input',
  block_id: BLOCK.approveAs,
  label: plain(MODAL.approve.approveAs, 200),
  element: {
    type: 'static_select',
    action_id: ACTION.approveAs,
    placeholder: plain(MODAL.approve.approveAsPlaceholder, 150),
    options,
  },
});

const runCheckbox = (): KnownBlock => ({
  type: 'input',
  block_id: BLOCK.runWhenComplete,
  optional: true,
  label: plain(MODAL.approve.options, 200),
  hint: plain(MODAL.approve.runHint, 200),
  element: {
    type: 'checkboxes',
    action_id: ACTION.runWhenComplete,
    options: [{ text: plain(MODAL.approve.run, 75), value: 'run' }],
  },
});

/** A label longer than a value may be is cut: rules are found by the beginning of their label too. */
function ruleOptions(labels: readonly string[]): PlainTextOption[] {
  const values = new Set(
    labels
      .map((label) => label.slice(0, VALUE_LIMIT).replaceAll(/\p{Surrogate}/gu, ''))
      .filter((value) => plainLine(value, VALUE_LIMIT) !== ''),
  );
  return [...values].slice(0, OPTIONS).map((value) => ({ text: plain(value, 75), value }));
}
