import type { CommandAct } from '../core/acts.ts';
import type { FormDraft } from '../core/forms.ts';
import { blankForm, prepareForm, projectEntered } from '../flows/prepare-form.ts';
import { formModal } from '../slack/modals/form.ts';
import { loadingModal } from '../slack/modals/message.ts';
import { FORM } from '../slack/words/forms.ts';
import type { HandlerContext } from './define.ts';
import { fillModal } from './fill-modal.ts';

/**
 * Opens the form of a command: at once where nothing has to be looked up, otherwise empty, to be filled when GitLab has
 * answered. A trigger lives three seconds.
 * @param act the command itself, which continues once a person who is not connected is
 * @returns whether a modal stands open
 */
export async function openForm(
  context: HandlerContext,
  triggerId: string | undefined,
  draft: FormDraft,
  act: CommandAct,
): Promise<boolean> {
  if (triggerId === undefined) return false;
  const isSettled = projectEntered(draft) !== undefined;
  const first = isSettled
    ? loadingModal(FORM.of(draft.op).title)
    : formModal(await blankForm(context.ports, draft));
  const viewId = await open(context, triggerId, first);
  if (viewId === undefined) return false;
  if (isSettled) {
    const draw = async () => formModal(await prepareForm(context.ports, draft));
    context.track(fillModal(context, viewId, draw, act));
  }
  return true;
}

/** Without its modal a command is answered in words, whatever kept Slack from opening it. */
async function open(
  { views, ports }: HandlerContext,
  triggerId: string,
  first: Parameters<HandlerContext['views']['open']>[1],
): Promise<string | undefined> {
  try {
    return await views.open(triggerId, first);
  } catch (error) {
    ports.log.warn({ err: error }, 'a form could not be opened');
    return undefined;
  }
}
