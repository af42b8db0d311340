import type { FormDraft, FormValues } from '../core/forms.ts';
import { noticeOf } from '../flows/perform-act.ts';
import { blankForm, prepareForm } from '../flows/prepare-form.ts';
import { formModal } from '../slack/modals/form.ts';
import { formEntries } from '../slack/modals/form-entries.ts';
import { blockOf } from '../slack/modals/form-inputs.ts';
import { decodeFormReference, type FormReference } from '../slack/modals/form-reference.ts';
import { refusedFormModal } from '../slack/modals/refused-form.ts';
import type { Change, HandlerContext } from './define.ts';
import { fillModal } from './fill-modal.ts';

/**
 * Draws a form anew for the project chosen in it, with that project's own environments and refs; whatever else was
 * entered stays. Where the project cannot be read, the form says why.
 */
export function drawForAnotherProject(context: HandlerContext, change: Change): void {
  const { person, form, value } = change;
  const reference = decodeFormReference(form.view.private_metadata);
  if (reference?.turn === undefined || !isProject(change, reference)) return;
  const { op, channel, turn } = reference;
  const values = { ...valuesToKeep(change, reference), project: value.trim() };
  const draft: FormDraft = { op, person, channel, values, turn: turn + 1 };
  context.track(fillModal(context, form.view.id, () => draw(context, draft)));
}

const isProject = ({ block, value }: Change, { turn }: FormReference): boolean =>
  value.trim() !== '' &&
  (['choice', 'text'] as const).some((kind) => block === blockOf(kind, 'project', turn));

/** What was chosen in the other project means nothing in this one; what was typed may be meant for it. */
function valuesToKeep({ form }: Change, reference: FormReference): FormValues {
  const chosen = (['environment', 'ref', 'deployment'] as const).filter((field) => {
    const text = form.view.state.values[blockOf('text', field, reference.turn)];
    return Object.values(text ?? {}).every(({ value }) => (value?.trim() ?? '') === '');
  });
  const { values } = formEntries(form, reference);
  return Object.fromEntries(Object.entries(values).filter(([field]) => !chosen.some((one) => one === field)));
}

async function draw(context: HandlerContext, draft: FormDraft) {
  try {
    return formModal(await prepareForm(context.ports, draft));
  } catch (error) {
    const notice = noticeOf(context.ports, error);
    if (notice.kind !== 'error') throw error;
    return refusedFormModal(await blankForm(context.ports, draft), notice, context.words.commands);
  }
}
