import type { ModalView } from '@slack/types';
import type { FormView } from '../../core/forms.ts';
import type { Notice } from '../../core/notice.ts';
import type { CommandNames } from '../words/commands.ts';
import { errorWords } from '../words/errors.ts';
import { FORM } from '../words/forms.ts';
import { formModal } from './form.ts';

/** A form with why it was not taken at its top, and what was entered to be mended below. */
export function refusedFormModal(
  form: FormView,
  notice: Extract<Notice, { kind: 'error' }>,
  commands: CommandNames,
): ModalView {
  const facts = { ...notice.facts, reference: notice.reference };
  const { say, next } = errorWords(notice.code, facts, commands);
  const advice = notice.code === 'gitlab-refused' ? FORM.mend : next;
  return formModal(form, advice === undefined ? say : `${say}\n${advice}`);
}
