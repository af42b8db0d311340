import type { WriteAct } from '../core/acts.ts';
import type { FormDraft, FormView } from '../core/forms.ts';
import { FORM_NAMES } from '../core/forms.ts';
import type { Notice } from '../core/notice.ts';
import type { Ports } from '../core/ports/ports.ts';
import { blankForm, prepareForm } from './prepare-form.ts';

/**
 * Tells how a form ended: in its own modal, where what was refused can be mended and sent again; privately where the
 * modal was closed meanwhile.
 */
export async function answerForm(
  ports: Ports,
  act: WriteAct,
  form: NonNullable<WriteAct['form']>,
  notice: Notice,
): Promise<void> {
  const again = mayTryAgain(notice) ? await sameForm(ports, act, form) : undefined;
  if (await ports.forms.answer(form.view, notice, again)) return;
  await ports.notices.tell(act.reply, notice);
}

/** After an answer that was lost nobody should send the same once more, and a refused account never can. */
const mayTryAgain = (notice: Notice): boolean =>
  notice.kind === 'error' && !['write-unconfirmed', 'account-refused', 'outsider'].includes(notice.code);

/** The form with what was entered. Where GitLab does not tell the choices, it is typed in again without them. */
async function sameForm(
  ports: Ports,
  { person, reply, operation }: WriteAct,
  { values }: NonNullable<WriteAct['form']>,
): Promise<FormView | undefined> {
  const op = FORM_NAMES.find((name) => name === operation.op);
  if (op === undefined) return undefined;
  const draft: FormDraft = { op, person, channel: reply.channel, values };
  try {
    return await prepareForm(ports, draft);
  } catch (error) {
    ports.log.debug({ err: error }, 'a form is shown again without its choices');
    return blankForm(ports, draft).catch(() => undefined);
  }
}
