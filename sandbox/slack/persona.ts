import {
  choose,
  closeView,
  type Filled,
  fill,
  findInput,
  openHome,
  press,
  type Surface,
  say,
  sendCommand,
  submitView,
} from './acts.ts';
import type { Core } from './core.ts';
import { encodeBody } from './courier.ts';
import { findControl, placedElements } from './elements.ts';
import type { JsonObject } from './json.ts';
import { type Json, objectOf, objectsOf, parseJson } from './json.ts';
import type { Delivery, OpenView, StoredMessage } from './model.ts';
import { suggestionPayload } from './payloads.ts';

export type Label = string | { actionId: string };

export interface ClickOptions {
  /** Sent in place of the value the app gave the button: what an attacker would do. */
  value?: string;
  /** The answer to the button's own confirmation dialog; true when left out. False sends nothing. */
  confirm?: boolean;
  /** Clicks the message as it was handed in, even if it has changed since: what a slow person does. */
  asSeen?: boolean;
}

/** What one person can do in Slack. Each act resolves with what was sent to the app and its ack. */
export interface Persona {
  command(command: string, text: string, channelId: string): Promise<Delivery>;
  /** Presses a button or an overflow option of a message by its visible text. */
  click(message: StoredMessage, label: Label, options?: ClickOptions): Promise<Delivery>;
  /** Chooses in a menu of a message or an open dialog, by option value or label. */
  select(target: StoredMessage | OpenView, actionId: string, value: Filled): Promise<Delivery>;
  /**
   * Fills inputs of the top dialog by label, block id or action id, and sends it.
   * @throws when Slack itself would refuse (a required input is empty); the errors stand in `view().errors`.
   */
  submit(values?: Record<string, Filled>): Promise<Delivery>;
  clickInView(label: Label, options?: ClickOptions): Promise<Delivery>;
  /** Presses a button on the Home tab. */
  clickAtHome(label: Label, options?: ClickOptions): Promise<Delivery>;
  /** Cancels the top dialog, or with `everything` closes them all. `undefined` when the app did not ask to hear. */
  closeView(everything?: boolean): Promise<Delivery | undefined>;
  openHome(): Promise<Delivery>;
  /** Writes a message. `undefined` when the app does not hear of it. */
  say(text: string, channelId: string): Promise<Delivery | undefined>;
  /** Types into a menu whose options the app looks up. @returns the options' labels and values. */
  suggest(actionId: string, typed: string): Promise<{ label: string; value: string }[]>;
  /**
   * Sends anything at all. An object travels as Slack would send it (a command as form fields, an event as JSON, the
   * rest as `payload=`); text travels as it is. Signed unless `headers` say otherwise; a header of `''` is left out.
   */
  raw(body: JsonObject | string, headers?: Record<string, string>): Promise<Delivery>;
}

const DECLINED: Omit<Delivery, 'replay'> = {
  status: 0,
  body: '',
  ms: 0,
  ackedInTime: false,
  request: { url: '', headers: {}, body: '' },
};

/** Nothing was sent, because the person said no in the button's own dialog. */
function declined(): Delivery {
  return { ...DECLINED, replay: () => Promise.resolve(declined()) };
}

function topView(core: Core, userId: string): OpenView {
  const view = core.world.topView(userId);
  if (view === undefined) throw new Error(`No dialog is open for ${userId}.`);
  return view;
}

/** The message as it is now; a message gone since is an error, because nobody can click what is not there. */
function current(core: Core, message: StoredMessage): StoredMessage {
  const { world } = core;
  const all = message.onlyFor === undefined ? world.messages : world.ephemerals;
  const found = all.find((other) => other.channel === message.channel && other.ts === message.ts);
  if (found === undefined) throw new Error(`The message ${message.ts} is gone.`);
  return found;
}

function clickOn(
  core: Core,
  userId: string,
  surface: Surface,
  label: Label,
  options: ClickOptions,
): Promise<Delivery> {
  const found = findControl(surface.view ?? surface.message, label);
  if (found.element.confirm !== undefined && options.confirm === false) return Promise.resolve(declined());
  return press(core, userId, surface, found, options.value);
}

function selectIn(
  core: Core,
  userId: string,
  surface: Surface,
  actionId: string,
  value: Filled,
): Promise<Delivery> {
  const source = surface.view ?? surface.message;
  const place = placedElements(source.blocks).find((other) => other.actionId === actionId);
  if (place === undefined) throw new Error(`There is no menu ${actionId} here.`);
  return choose(core, userId, surface, place, value);
}

async function submitTop(core: Core, userId: string, values: Record<string, Filled>): Promise<Delivery> {
  const view = topView(core, userId);
  for (const [name, value] of Object.entries(values)) fill(view, findInput(view, name), value);
  if (view.submit === '') throw new Error(`The dialog "${view.title}" has no submit button.`);
  const delivery = await submitView(core, view);
  if (delivery === undefined) throw new Error(`Slack refuses the form: ${JSON.stringify(view.errors)}`);
  return delivery;
}

async function suggestFor(
  core: Core,
  userId: string,
  actionId: string,
  value: string,
): Promise<{ label: string; value: string }[]> {
  const view = topView(core, userId);
  const place = findInput(view, actionId);
  const query = { blockId: place.blockId, actionId: place.actionId, value };
  const delivery = await core.courier.send('interactive', suggestionPayload(core, userId, { view }, query));
  const answer = objectOf(parseJson(delivery.body));
  const options: Json[] = [
    ...objectsOf(answer.options),
    ...objectsOf(answer.option_groups).flatMap((group) => objectsOf(group.options)),
  ];
  return options.map((option) => ({
    label: String(objectOf(objectOf(option).text).text ?? ''),
    value: String(objectOf(option).value ?? ''),
  }));
}

function typeOf(body: JsonObject): 'slash_commands' | 'events_api' | 'interactive' {
  if (body.command !== undefined) return 'slash_commands';
  return body.type === 'event_callback' || body.type === 'url_verification' ? 'events_api' : 'interactive';
}

async function sendRaw(
  core: Core,
  body: JsonObject | string,
  headers: Record<string, string>,
): Promise<Delivery> {
  const encoded =
    typeof body === 'string'
      ? { contentType: 'application/x-www-form-urlencoded', body }
      : encodeBody(typeOf(body), body);
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const signed = core.courier.signedHeaders(
    encoded.contentType,
    encoded.body,
    given['x-slack-request-timestamp'] || undefined,
  );
  const kept = Object.entries({ ...signed, ...given }).filter(([, value]) => value !== '');
  return await core.courier.post(encoded.body, Object.fromEntries(kept));
}

/** The acts of one person. @throws for an id nobody has. */
export function personaOf(core: Core, userId: string): Persona {
  const { world } = core;
  const surfaceOf = (target: StoredMessage | OpenView): Surface =>
    'callback_id' in target
      ? { view: world.viewById(target.id) ?? target }
      : { message: current(core, target) };
  return {
    command: (command, text, channelId) => sendCommand(core, userId, { command, text, channelId }),
    click: async (message, label, options = {}) => {
      const shown = options.asSeen === true ? message : current(core, message);
      return await clickOn(core, userId, { message: shown }, label, options);
    },
    select: async (target, actionId, value) =>
      await selectIn(core, userId, surfaceOf(target), actionId, value),
    submit: (values = {}) => submitTop(core, userId, values),
    clickInView: async (label, options = {}) =>
      await clickOn(core, userId, { view: topView(core, userId) }, label, options),
    clickAtHome: async (label, options = {}) => {
      const view = world.homes.get(userId);
      if (view === undefined) throw new Error(`${userId} has no Home tab yet.`);
      return await clickOn(core, userId, { view }, label, options);
    },
    closeView: (everything = false) => closeView(core, topView(core, userId), everything),
    openHome: () => openHome(core, userId),
    say: (text, channelId) => say(core, userId, channelId, text),
    suggest: (actionId, typed) => suggestFor(core, userId, actionId, typed),
    raw: (body, headers = {}) => sendRaw(core, body, headers),
  };
}
