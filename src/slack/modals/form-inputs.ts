import type { InputBlock, PlainTextOption } from '@slack/types';
import type { FormField } from '../../core/forms.ts';
import { plainLine } from '../escape.ts';
import { ACTION, BLOCK } from '../ids.ts';
import { plain } from '../text-objects.ts';
import { FORM } from '../words/forms.ts';

/** Slack's limits: options of a select, characters of an option's value and of a text. */
const OPTIONS = 100;
const VALUE_LIMIT = 150;
const TEXT_LIMIT = 3_000;

/** Something to choose: `value` comes back, `text` is read. */
export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** How an input is asked. */
export interface Asked {
  readonly label?: string;
  /** `null`: none; left out: the usual one of the field. */
  readonly hint?: string | null;
  readonly optional: boolean;
  readonly entered: string | undefined;
}

/** The choices Slack can offer: short enough to come back whole, and visible. */
export const offered = (choices: readonly Choice[]): Choice[] =>
  choices
    .filter(({ value, text }) => value.length <= VALUE_LIMIT && plainLine(text, 75) !== '')
    .slice(0, OPTIONS);

/** The same word to come back and to be read. */
export const asChoice = (value: string): Choice => ({ value, text: value });

/** A select; what was entered is chosen already where it is among the choices. */
export function choiceInput(field: FormField, choices: readonly Choice[], asked: Asked): InputBlock {
  const options = offered(choices).map(toOption);
  const initial = options.find((option) => option.value === asked.entered);
  return {
    ...frame(`${BLOCK.choice}${field}`, field, asked),
    element: {
      type: 'static_select',
      action_id: ACTION.formChoice,
      placeholder: plain(FORM.choose, 150),
      options,
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  };
}

/** A text. */
export const textInput = (field: FormField, asked: Asked, multiline = false): InputBlock => ({
  ...frame(`${BLOCK.text}${field}`, field, asked),
  element: {
    type: 'plain_text_input',
    action_id: ACTION.formText,
    max_length: TEXT_LIMIT,
    ...(multiline ? { multiline } : {}),
    ...(asked.entered === undefined ? {} : { initial_value: asked.entered.slice(0, TEXT_LIMIT) }),
  },
});

/** One box to tick; it comes back as `yes`. */
export function tickInput(field: FormField, text: string, asked: Asked): InputBlock {
  const option = toOption({ value: 'yes', text });
  return {
    ...frame(`${BLOCK.choice}${field}`, field, asked),
    element: {
      type: 'checkboxes',
      action_id: ACTION.formChoice,
      options: [option],
      ...(/^(?:yes|true)$/iu.test(asked.entered ?? '') ? { initial_options: [option] } : {}),
    },
  };
}

const toOption = ({ value, text }: Choice): PlainTextOption => ({ text: plain(text, 75), value });

function frame(block: string, field: FormField, { label, hint = FORM.hint(field), optional }: Asked) {
  return {
    type: 'input' as const,
    block_id: block,
    label: plain(label ?? FORM.label(field), 200),
    ...(optional ? { optional } : {}),
    ...(hint === undefined || hint === null ? {} : { hint: plain(hint, 300) }),
  };
}
