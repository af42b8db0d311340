import type { InputBlock, PlainTextOption } from '@slack/types';
import { type FormField, type FormValues, REMOVABLE_FIELDS, type RemovableField } from '../../core/forms.ts';
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
  /** Its use is told to us at once, not only with the form. */
  readonly tells?: boolean;
  /** See `blockOf`. */
  readonly turn?: number | undefined;
}

/** Fields that hold something else in another project. */
const OF_PROJECT: readonly FormField[] = ['project', 'environment', 'ref', 'deployment'];

/**
 * The block id of a field's input. Slack keeps what an input holds as long as its id stays
 * (https://docs.slack.dev/reference/views/modal-views), so where a form is drawn for another project, what belonged to
 * the first one gets another id, and whatever else was entered stays.
 */
export const blockOf = (kind: 'choice' | 'text', field: FormField, turn: number | undefined): string =>
  `${BLOCK[kind]}${field}${turn !== undefined && turn > 0 && OF_PROJECT.includes(field) ? `~${turn}` : ''}`;

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
    ...frame('choice', field, asked),
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
  ...frame('text', field, asked),
  element: {
    type: 'plain_text_input',
    action_id: ACTION.formText,
    max_length: TEXT_LIMIT,
    ...(multiline ? { multiline } : {}),
    ...(asked.entered ? { initial_value: asked.entered.slice(0, TEXT_LIMIT) } : {}),
  },
});

/** One box to tick; it comes back as `yes`. */
export function tickInput(field: FormField, text: string, asked: Asked): InputBlock {
  const option = toOption({ value: 'yes', text });
  return {
    ...frame('choice', field, asked),
    element: {
      type: 'checkboxes',
      action_id: ACTION.formChoice,
      options: [option],
      ...(/^(?:yes|true)$/iu.test(asked.entered ?? '') ? { initial_options: [option] } : {}),
    },
  };
}

/**
 * Boxes to tick for what is taken away.
 * @param removable with the value it has, where that is known
 */
export function removalInput(
  removable: Readonly<Partial<Record<RemovableField, string>>>,
  entered: FormValues,
): InputBlock | undefined {
  const fields = REMOVABLE_FIELDS.filter((field) => removable[field] !== undefined);
  if (fields.length === 0) return undefined;
  const options = fields.map((field) => toOption({ value: field, text: removalText(field, removable) }));
  const initial = options.filter(({ value }) => fields.some((one) => one === value && entered[one] === ''));
  return {
    type: 'input',
    block_id: BLOCK.remove,
    label: plain(FORM.remove, 200),
    optional: true,
    element: {
      type: 'checkboxes',
      action_id: ACTION.formRemove,
      options,
      ...(initial.length === 0 ? {} : { initial_options: initial }),
    },
  };
}

function removalText(field: RemovableField, removable: Readonly<Partial<Record<RemovableField, string>>>) {
  const value = plainLine(removable[field] ?? '', 50);
  return value === '' ? FORM.label(field) : `${FORM.label(field)}: ${value}`;
}

const toOption = ({ value, text }: Choice): PlainTextOption => ({ text: plain(text, 75), value });

function frame(kind: 'choice' | 'text', field: FormField, asked: Asked) {
  const { label, hint = FORM.hint(field), optional, tells, turn } = asked;
  return {
    type: 'input' as const,
    block_id: blockOf(kind, field, turn),
    label: plain(label ?? FORM.label(field), 200),
    ...(tells === true ? { dispatch_action: true } : {}),
    ...(optional ? { optional } : {}),
    ...(hint === undefined || hint === null ? {} : { hint: plain(hint, 300) }),
  };
}
