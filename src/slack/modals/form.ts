import type { KnownBlock, ModalView } from '@slack/types';
import type { FormView } from '../../core/forms.ts';
import { literal } from '../escape.ts';
import { CALLBACK } from '../ids.ts';
import { context, plain, section } from '../text-objects.ts';
import { FORM } from '../words/forms.ts';
import { MODAL } from '../words/modals.ts';
import { formInputs, removalInputs } from './form-blocks.ts';
import { encodeFormReference } from './form-reference.ts';

/**
 * The form of a command, with what was entered so far.
 * @param refusal mrkdwn, escaped: why it was not taken the last time
 */
export function formModal(form: FormView, refusal?: string): ModalView {
  const words = FORM.of(form.op);
  const { op, channel, project, turn } = form;
  const blocks: KnownBlock[] = [
    ...(refusal === undefined ? [] : [section(`:warning: ${refusal}`)]),
    ...(project === undefined ? [] : [context(FORM.project(`*${literal(project.path)}*`))]),
    ...formInputs(form),
    ...removalInputs(form),
    ...(op === 'update-environment' ? [context(FORM.unchanged)] : []),
  ];
  return {
    type: 'modal',
    callback_id: CALLBACK.form,
    private_metadata: encodeFormReference({
      op,
      channel,
      ...(project === undefined ? {} : { project: project.id }),
      ...(turn === undefined ? {} : { turn }),
    }),
    title: plain(words.title, 24),
    submit: plain(words.submit, 24),
    close: plain(MODAL.cancel, 24),
    blocks,
  };
}
