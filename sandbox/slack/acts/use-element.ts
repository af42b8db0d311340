import type { Core } from '../core.ts';
import type { Found, PlacedElement } from '../elements.ts';
import { compact, type Json, type JsonObject, stringOf } from '../json.ts';
import { storeNotice } from '../messages.ts';
import type { Delivery } from '../model.ts';
import { messageActionPayload, viewActionPayload } from '../payloads.ts';
import { filledState } from '../view-state.ts';
import { failureOf } from './ack-failure.ts';
import type { Filled, Surface } from './surface.ts';
import { fill } from './use-form.ts';

/** The `actions` entry of a click or choice. */
function actionJson(
  core: Core,
  found: Found,
  forged: string | undefined,
  state: JsonObject | undefined,
): JsonObject {
  const { element } = found;
  const isButton = element.type === 'button';
  const chosen: { [name: string]: Json } = { ...state };
  delete chosen.type;
  const option = found.option === undefined ? undefined : withForgedValue(found.option, forged);
  const value = isButton ? (forged ?? element.value) : undefined;
  return compact({
    type: stringOf(element.type),
    action_id: found.actionId,
    block_id: found.blockId,
    text: isButton ? element.text : undefined,
    value,
    style: isButton ? element.style : undefined,
    confirm: element.confirm,
    selected_option: option,
    ...chosen,
    action_ts: core.world.nextTs(),
  });
}

function withForgedValue(option: JsonObject, forged: string | undefined): JsonObject {
  return forged === undefined ? option : { ...option, value: forged };
}

async function sendAction(
  core: Core,
  userId: string,
  surface: Surface,
  action: JsonObject,
): Promise<Delivery> {
  const payload =
    surface.view === undefined
      ? messageActionPayload(core, userId, surface.message, action)
      : viewActionPayload(core, surface.view, action);
  const delivery = await core.courier.send('interactive', payload);
  if (delivery.ackedInTime) return delivery;
  if (surface.view === undefined)
    storeNotice(
      core.world,
      userId,
      surface.message.channel,
      `The app did not respond: ${failureOf(delivery)}`,
    );
  else surface.view.notice = 'We had some trouble connecting. Try again?';
  core.world.changed();
  return delivery;
}

/** Presses a button or picks an overflow option. @param forged sent in place of the value the app gave. */
export async function press(
  core: Core,
  userId: string,
  surface: Surface,
  found: Found,
  forged?: string,
): Promise<Delivery> {
  return await sendAction(core, userId, surface, actionJson(core, found, forged, undefined));
}

/** Chooses in a menu (or types into a dispatching input) and tells the app. */
export async function choose(
  core: Core,
  userId: string,
  surface: Surface,
  place: PlacedElement,
  value: Filled,
): Promise<Delivery> {
  if (surface.view !== undefined) fill(surface.view, place, value);
  return await sendAction(
    core,
    userId,
    surface,
    actionJson(core, place, undefined, filledState(place.element, value)),
  );
}
