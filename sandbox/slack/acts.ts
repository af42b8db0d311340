import { applyAnswer } from './answers.ts';
import type { Core } from './core.ts';
import { type Found, type PlacedElement, placedElements } from './elements.ts';
import { compact, isObject, type Json, type JsonObject, objectOf, parseJson, stringOf } from './json.ts';
import { storeMessage, storeNotice } from './messages.ts';
import type { Delivery, OpenView, StoredMessage } from './model.ts';
import {
  closedPayload,
  commandFields,
  eventPayload,
  messageActionPayload,
  submissionPayload,
  userOf,
  viewActionPayload,
} from './payloads.ts';
import { applySubmissionAck } from './view-answers.ts';
import { filledState, formErrors, isStateful } from './view-state.ts';
import { clearViews, popView, viewJson } from './views.ts';

/** Where a person acts: on a message, or in a dialog or Home tab. */
export type Surface = { message: StoredMessage; view?: never } | { view: OpenView; message?: never };

/** What a person put into an element. */
export type Filled = string | string[] | boolean;

/** Slack's word for an app that did not answer (in time). */
function failureOf(delivery: Delivery): string {
  return delivery.status === 0 ? 'operation_timeout' : 'dispatch_failed';
}

/** Sends a slash command and shows what the ack says. */
export async function sendCommand(
  core: Core,
  userId: string,
  command: { command: string; text: string; channelId: string },
): Promise<Delivery> {
  const { fields, responseUrl } = commandFields(core, userId, command);
  const delivery = await core.courier.send('slash_commands', fields);
  if (!delivery.ackedInTime) {
    const notice = `${command.command} failed with the error "${failureOf(delivery)}"`;
    storeNotice(core.world, userId, command.channelId, notice);
    return delivery;
  }
  const entry = core.responseUrls.find(responseUrl);
  if (delivery.body === '' || entry === undefined) return delivery;
  const parsed = parseJson(delivery.body);
  const answer: JsonObject = isObject(parsed) ? parsed : { text: delivery.body };
  if (Object.keys(answer).length === 0) return delivery;
  const refusal = applyAnswer(core.world, entry, answer);
  if (refusal !== undefined) {
    core.world.unknown.push(`command ack: ${refusal.error} ${refusal.messages.join('; ')}`);
    storeNotice(
      core.world,
      userId,
      command.channelId,
      `${command.command} failed with the error "${refusal.error}"`,
    );
  }
  return delivery;
}

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

/** True when a change of this element is told at once, not only with the form. */
export function tellsAtOnce({ block, element }: PlacedElement): boolean {
  return isStateful(element) && (block.type !== 'input' || block.dispatch_action === true);
}

/** Notes what a person put into an element of a dialog; nothing is sent. */
export function fill(view: OpenView, place: PlacedElement, value: Filled): void {
  const before = view.values[place.blockId];
  view.values[place.blockId] = { ...before, [place.actionId]: filledState(place.element, value) };
  delete view.errors[place.blockId];
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

/** Opens the app's Home tab. */
export async function openHome(core: Core, userId: string): Promise<Delivery> {
  const { world } = core;
  const home = world.homes.get(userId);
  const ts = world.nextTs();
  const event = compact({
    type: 'app_home_opened',
    user: userOf(world, userId).id,
    channel: world.directMessage(userId).id,
    tab: 'home',
    event_ts: ts,
    view: home === undefined ? undefined : viewJson(world, home),
  });
  return await core.courier.send('events_api', eventPayload(core, event));
}

/** Writes a message as a person. The app hears of it when it is named in it, or in its direct messages. */
export async function say(
  core: Core,
  userId: string,
  channelId: string,
  text: string,
): Promise<Delivery | undefined> {
  const { world } = core;
  const stored = storeMessage(world, {
    channel: channelId,
    user: userOf(world, userId).id,
    text,
    blocks: [],
  });
  const isDirect = world.channels.get(channelId)?.imUser !== undefined;
  const isNamed = text.includes(`<@${world.identity.botUserId}>`);
  if (!isDirect && !(isNamed && world.channels.get(channelId)?.botIsMember === true)) return undefined;
  const event = compact({
    type: isDirect ? 'message' : 'app_mention',
    channel_type: isDirect ? 'im' : undefined,
    user: userId,
    text,
    ts: stored.ts,
    channel: channelId,
    event_ts: stored.ts,
    team: world.identity.team.id,
  });
  return await core.courier.send('events_api', eventPayload(core, event));
}

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
