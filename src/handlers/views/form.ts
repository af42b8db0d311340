import { SlipwayError } from '../../core/errors.ts';
import { ViewId } from '../../core/ids.ts';
import { type FieldProblem, readForm } from '../../core/read-form.ts';
import { CALLBACK } from '../../slack/ids.ts';
import { formEntries, problemsAtInputs } from '../../slack/modals/form-entries.ts';
import { decodeFormReference } from '../../slack/modals/form-reference.ts';
import { loadingModal } from '../../slack/modals/message.ts';
import { FORM } from '../../slack/words/forms.ts';
import { defineView } from '../define.ts';
import { drawForAnotherProject } from '../redraw-form.ts';

/** The form of a command, submitted. It stays open until GitLab has answered. */
export const form = defineView({
  callbackId: CALLBACK.form,
  submit: async ({ ports, words }, { person, payload }) => {
    const reference = decodeFormReference(payload.view.private_metadata);
    const view = ViewId.safeParse(payload.view.id);
    if (reference === undefined || !view.success) throw new SlipwayError('control-unknown');
    const { op, channel } = reference;
    const { values, errors } = formEntries(payload, reference);
    const read = readForm(op, values, ports.gitlab.baseUrl);
    if ('problems' in read || Object.keys(errors).length > 0) {
      const problems: readonly FieldProblem[] = 'problems' in read ? read.problems : [];
      const atInputs = problemsAtInputs(payload, reference, problems, words.commands);
      // Only a form that is none of ours has no input for what is missing.
      if (atInputs === undefined) throw new SlipwayError('control-unknown');
      return { errors: { ...atInputs, ...errors } };
    }
    const reply = { ...person, channel };
    const { operation } = read;
    await ports.jobs.act({ kind: 'write', person, reply, operation, form: { view: view.data, values } });
    return { view: loadingModal(FORM.of(op).title) };
  },
  change: drawForAnotherProject,
});
