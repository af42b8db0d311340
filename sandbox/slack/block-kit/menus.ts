import { all, bool, type Check, exactlyOne, integer, list, object, string, word } from './check.ts';
import { confirm, dispatchConfig, option, optionGroup, plainText } from './objects.ts';

const id = string(255);
export const actionId = { action_id: id };
const input = { ...actionId, placeholder: plainText(150), focus_on_load: bool };
export const menu = { ...input, confirm };
export const dispatching = { ...input, dispatch_action_config: dispatchConfig };

/** The rule of one element type: its required and optional fields, and no others. */
export function element(
  type: string,
  required: { [name: string]: Check },
  optional: { [name: string]: Check },
): Check {
  return object({ type: word(type), ...required }, optional);
}

const staticMenu = { ...menu, options: list(1, 100, option), option_groups: list(1, 100, optionGroup) };
const filter = object(
  {},
  {
    include: list(1, 4, word('im', 'mpim', 'private', 'public')),
    exclude_external_shared_channels: bool,
    exclude_bot_users: bool,
  },
);
const conversation = { ...menu, default_to_current_conversation: bool, filter };
const many = { max_selected_items: integer(1, 100) };

/** The select menus, single and multiple. */
export const selects: { [type: string]: Check } = {
  static_select: all(
    element('static_select', {}, { ...staticMenu, initial_option: option }),
    exactlyOne('options', 'option_groups'),
  ),
  multi_static_select: all(
    element('multi_static_select', {}, { ...staticMenu, ...many, initial_options: list(1, 100, option) }),
    exactlyOne('options', 'option_groups'),
  ),
  external_select: element(
    'external_select',
    {},
    { ...menu, initial_option: option, min_query_length: integer(0, 100) },
  ),
  multi_external_select: element(
    'multi_external_select',
    {},
    { ...menu, ...many, initial_options: list(1, 100, option), min_query_length: integer(0, 100) },
  ),
  users_select: element('users_select', {}, { ...menu, initial_user: id }),
  multi_users_select: element(
    'multi_users_select',
    {},
    { ...menu, ...many, initial_users: list(1, 100, id) },
  ),
  conversations_select: element(
    'conversations_select',
    {},
    { ...conversation, initial_conversation: id, response_url_enabled: bool },
  ),
  multi_conversations_select: element(
    'multi_conversations_select',
    {},
    { ...conversation, ...many, initial_conversations: list(1, 100, id) },
  ),
  channels_select: element(
    'channels_select',
    {},
    { ...menu, initial_channel: id, response_url_enabled: bool },
  ),
  multi_channels_select: element(
    'multi_channels_select',
    {},
    { ...menu, ...many, initial_channels: list(1, 100, id) },
  ),
};
