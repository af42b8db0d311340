import { stringOf } from '../json.ts';
import {
  all,
  bool,
  byType,
  type Check,
  exactlyOne,
  integer,
  list,
  relation,
  string,
  url,
  word,
} from './check.ts';
import { actionId, dispatching, element, menu, selects } from './menus.ts';
import { anyText, confirm, overflowOption, plainText, richOption, slackFile } from './objects.ts';

const choices: { [type: string]: Check } = {
  radio_buttons: element(
    'radio_buttons',
    { options: list(1, 10, richOption) },
    { ...actionId, initial_option: richOption, confirm, focus_on_load: bool },
  ),
  checkboxes: element(
    'checkboxes',
    { options: list(1, 10, richOption) },
    { ...actionId, initial_options: list(1, 10, richOption), confirm, focus_on_load: bool },
  ),
};

const pickers: { [type: string]: Check } = {
  datepicker: element('datepicker', {}, { ...menu, initial_date: string(10) }),
  timepicker: element('timepicker', {}, { ...menu, initial_time: string(5), timezone: string(50) }),
  datetimepicker: element(
    'datetimepicker',
    {},
    { ...actionId, confirm, focus_on_load: bool, initial_date_time: integer(1e9, 9_999_999_999) },
  ),
};

const button = element(
  'button',
  { text: plainText(75) },
  {
    ...actionId,
    url: url(3000),
    value: string(2000),
    style: word('primary', 'danger'),
    confirm,
    accessibility_label: string(75),
  },
);

const overflow = element('overflow', { options: list(1, 5, overflowOption) }, { ...actionId, confirm });

const imageShape = element(
  'image',
  { alt_text: string(2000) },
  { image_url: url(3000), slack_file: slackFile },
);
export const image: Check = all(imageShape, exactlyOne('image_url', 'slack_file'));

const plainTextInput = all(
  element(
    'plain_text_input',
    {},
    {
      ...dispatching,
      initial_value: string(3000, 0),
      multiline: bool,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
  ),
  relation((value, path, report) => {
    const { min_length: min, max_length: max } = value;
    if (typeof min === 'number' && typeof max === 'number' && min > max)
      report.add('min_length must not be greater than max_length', path);
    if (typeof max === 'number' && stringOf(value.initial_value).length > max)
      report.add('initial_value must not be longer than max_length', path);
  }),
);

const typedInputs: { [type: string]: Check } = {
  plain_text_input: plainTextInput,
  email_text_input: element('email_text_input', {}, { ...dispatching, initial_value: string(3000, 0) }),
  url_text_input: element('url_text_input', {}, { ...dispatching, initial_value: string(3000, 0) }),
  number_input: element(
    'number_input',
    { is_decimal_allowed: bool },
    { ...dispatching, initial_value: string(100, 0), min_value: string(100), max_value: string(100) },
  ),
};

/** What may stand in an `actions` block. */
export const actionElement = byType({ button, overflow, ...selects, ...choices, ...pickers }, 'element');
/** What may stand beside a section. */
export const accessory = byType({ button, overflow, image, ...selects, ...choices, ...pickers }, 'element');
/** What may stand in an `input` block. */
export const inputElement = byType({ ...typedInputs, ...selects, ...choices, ...pickers }, 'element');
/** What may stand in a `context` block. */
export const contextElement: Check = (value, path, report) => {
  const isImage =
    typeof value === 'object' && value !== null && !Array.isArray(value) && value.type === 'image';
  (isImage ? image : anyText(3000))(value, path, report);
};
/** A button alone, as in a card. */
export const buttonElement: Check = button;
