import { sendCommand } from './acts/send-command.ts';
import { sendRaw } from './acts/send-raw.ts';
import { suggest } from './acts/suggest.ts';
import type { Filled, Surface } from './acts/surface.ts';
import { choose, press } from './acts/use-element.ts';
import { closeView, fill, findInput, submitView } from './acts/use-form.ts';
import { openHome, say } from './acts/visit.ts';
import type { Core } from './core.ts';
import { findControl, placedElements } from './elements.ts';
import type { JsonObject } from './json.ts';
import type { Delivery, OpenView, StoredMessage } from './model.ts';

/** What is read on it; or its action id, and the text of the option where it is a menu. */
type Label = string | { actionId: string; option?: string };

interface ClickOptions {
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
    suggest: (actionId, typed) => suggest(core, topView(core, userId), actionId, typed),
    raw: (body, headers = {}) => sendRaw(core, body, headers),
  };
}
