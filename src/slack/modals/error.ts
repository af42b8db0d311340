import type { ModalView } from '@slack/types';
import type { ErrorCode, ErrorFacts } from '../../core/errors.ts';
import type { CommandNames } from '../words/commands.ts';
import { errorWords } from '../words/errors.ts';
import { MODAL } from '../words/modals.ts';
import { messageModal } from './message.ts';

/** A refusal where a modal stands open already: the same words as everywhere. */
export function errorModal(
  error: { readonly code: ErrorCode; readonly facts: ErrorFacts; readonly reference: string },
  commands: CommandNames,
): ModalView {
  const facts = { ...error.facts, reference: error.reference };
  const { say, next } = errorWords(error.code, facts, commands);
  return messageModal(MODAL.errorTitle, next === undefined ? [say] : [say, next]);
}
