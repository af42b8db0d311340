import { optionsOf, type PlacedElement, placedElements } from './elements.ts';
import { type Json, type JsonObject, objectOf, stringOf, stringsOf, textOf } from './json.ts';
import type { OpenView } from './model.ts';

/** The name of the field that carries an element's state, by element type. */
const STATE_FIELD: { [type: string]: string } = {
  plain_text_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  number_input: 'value',
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  checkboxes: 'selected_options',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
};

/** True when the element keeps what a person put in; a button or an overflow menu does not. */
export function isStateful(element: JsonObject): boolean {
  return STATE_FIELD[stringOf(element.type)] !== undefined;
}

function wrap(element: JsonObject, value: Json): JsonObject {
  const field = STATE_FIELD[stringOf(element.type)] ?? 'value';
  return { type: stringOf(element.type), [field]: value };
}

/** What the element holds before anyone touches it, from its `initial_…` fields. */
function initialState(element: JsonObject): JsonObject {
  const field = STATE_FIELD[stringOf(element.type)] ?? 'value';
  const initial = element[field.replace('selected_', 'initial_').replace(/^value$/, 'initial_value')];
  return wrap(element, initial ?? (field.endsWith('s') ? [] : null));
}

function pick(element: JsonObject, wanted: string): JsonObject {
  const options = optionsOf(element);
  const found =
    options.find((option) => option.value === wanted) ??
    options.find((option) => textOf(option.text) === wanted);
  if (found !== undefined) return found;
  // The options of an external menu come from the app and are not in the element.
  if (stringOf(element.type).includes('external'))
    return { text: { type: 'plain_text', text: wanted }, value: wanted };
  const offered = options.map((option) => textOf(option.text)).join(', ');
  throw new Error(`"${wanted}" is not among the options: ${offered}`);
}

/**
 * The state after a person filled an element in.
 * @param value text, an option's value or label, several of them, or for check boxes true (all) and false (none).
 */
export function filledState(element: JsonObject, value: string | string[] | boolean): JsonObject {
  const field = STATE_FIELD[stringOf(element.type)] ?? 'value';
  if (typeof value === 'boolean') return wrap(element, value ? optionsOf(element) : []);
  const values = typeof value === 'string' ? [value] : value;
  const first = values[0] ?? '';
  if (field === 'selected_options')
    return wrap(
      element,
      values.map((wanted) => pick(element, wanted)),
    );
  if (field === 'selected_option') return wrap(element, first === '' ? null : pick(element, first));
  if (field === 'selected_date_time') return wrap(element, Number(first));
  if (field.endsWith('s')) return wrap(element, values);
  return wrap(element, first === '' ? null : first);
}

/** A surface that can be filled in: a dialog, the Home tab, or a message with menus. */
export type Fillable = Pick<OpenView, 'blocks' | 'values'>;

/** The elements that hold a value. */
export function inputsOf(view: Fillable): PlacedElement[] {
  return placedElements(view.blocks).filter(({ element }) => isStateful(element));
}

/** `state.values` of a view: what was filled in, else what the elements began with. */
export function stateValues(view: Fillable): { [blockId: string]: { [actionId: string]: JsonObject } } {
  const values: { [blockId: string]: { [actionId: string]: JsonObject } } = {};
  for (const { blockId, actionId, element } of inputsOf(view)) {
    const filled = view.values[blockId]?.[actionId] ?? initialState(element);
    values[blockId] = { ...values[blockId], [actionId]: filled };
  }
  return values;
}

function isEmpty(state: JsonObject): boolean {
  return Object.entries(state).every(
    ([name, value]) =>
      name === 'type' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
}

function complaint({ block, element }: PlacedElement, state: JsonObject): string | undefined {
  if (isEmpty(state)) return block.optional === true ? undefined : 'Please complete this required field.';
  const text = stringOf(state.value);
  const { min_length: min, max_length: max } = element;
  if (typeof min === 'number' && text.length < min) return `Please enter at least ${min} characters.`;
  const most = typeof max === 'number' ? max : 3000;
  if (text.length > most) return `This must be less than ${most + 1} characters.`;
  if (element.type === 'number_input' && Number.isNaN(Number(text))) return 'Please enter a number.';
  if (element.type === 'number_input' && Number(text) < Number(element.min_value ?? Number.NEGATIVE_INFINITY))
    return `Please enter a number of at least ${stringOf(element.min_value)}.`;
  if (element.type === 'number_input' && Number(text) > Number(element.max_value ?? Number.POSITIVE_INFINITY))
    return `Please enter a number of at most ${stringOf(element.max_value)}.`;
  return undefined;
}

/** What Slack itself refuses before it sends a form: text in red by block id. */
export function formErrors(view: Fillable): { [blockId: string]: string } {
  const values = stateValues(view);
  const errors: { [blockId: string]: string } = {};
  for (const input of inputsOf(view)) {
    if (input.block.type !== 'input') continue;
    const message = complaint(input, objectOf(values[input.blockId]?.[input.actionId]));
    if (message !== undefined) errors[input.blockId] = message;
  }
  return errors;
}

/** The strings an element's state stands for: what a form control shows as chosen. */
export function chosenValues(state: JsonObject): string[] {
  const value = Object.entries(state).find(([name]) => name !== 'type')?.[1];
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (!Array.isArray(value)) return value === null ? [] : [stringOf(objectOf(value).value)];
  const texts = stringsOf(value);
  return texts.length > 0 ? texts : value.map((item) => stringOf(objectOf(item).value));
}
