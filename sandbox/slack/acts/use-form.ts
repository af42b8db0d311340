import type { Core } from '../core.ts';
import { type PlacedElement, placedElements } from '../elements.ts';
import { objectOf, stringOf } from '../json.ts';
import type { Delivery, OpenView } from '../model.ts';
import { closedPayload, submissionPayload } from '../payloads.ts';
import { applySubmissionAck } from '../view-answers.ts';
import { filledState, formErrors, isStateful } from '../view-state.ts';
import { clearViews, popView } from '../views.ts';
import type { Filled } from './surface.ts';

/** Finds an input of a dialog by its label, block id or action id. @throws naming the inputs there are. */
export function findInput(view: OpenView, name: string): PlacedElement {
  const inputs = placedElements(view.blocks).filter(({ element }) => isStateful(element));
  const label = (place: PlacedElement): string => stringOf(objectOf(place.block.label).text);
  const found =
    inputs.find(({ blockId }) => blockId === name) ??
    inputs.find((place) => label(place) === name) ??
    inputs.find(({ actionId }) => actionId === name);
  if (found !== undefined) return found;
  const known = inputs.map((place) => `${label(place) || place.actionId} (${place.blockId})`).join(', ');
  throw new Error(`The dialog "${view.title}" has no input "${name}". It has: ${known || 'none'}`);
}

/** Notes what a person put into an element of a dialog; nothing is sent. */
export function fill(view: OpenView, place: PlacedElement, value: Filled): void {
  const before = view.values[place.blockId];
  view.values[place.blockId] = { ...before, [place.actionId]: filledState(place.element, value) };
  delete view.errors[place.blockId];
}

/**
 * Sends the form. Slack's own checks come first: then nothing is sent, and the errors stand in the view.
 * @returns `undefined` when Slack itself refused.
 */
export async function submitView(core: Core, view: OpenView): Promise<Delivery | undefined> {
  view.errors = formErrors(view);
  delete view.notice;
  view.busy = Object.keys(view.errors).length === 0;
  core.world.changed();
  if (!view.busy) return undefined;
  const delivery = await core.courier.send('interactive', submissionPayload(core, view));
  applySubmissionAck(core.world, view, delivery);
  return delivery;
}

/** Closes the top dialog (Cancel), or all of them (the ✕). The app hears of it if it asked to. */
export async function closeView(
  core: Core,
  view: OpenView,
  everything: boolean,
): Promise<Delivery | undefined> {
  const isCleared = everything || view.clear_on_close;
  if (isCleared) clearViews(core.world, view.userId);
  else popView(core.world, view);
  if (!view.notify_on_close) return undefined;
  return await core.courier.send('interactive', closedPayload(core, view, isCleared));
}
