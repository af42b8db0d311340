import { FORM_FIELDS, type FormValues, REMOVABLE_FIELDS } from '../../core/forms.ts';
import type { FieldProblem } from '../../core/read-form.ts';
import { ACTION, BLOCK } from '../ids.ts';
import type { FilledForm } from '../payloads.ts';
import { chosenIn, isTicked, typedIn } from '../view-input.ts';
import type { CommandNames } from '../words/commands.ts';
import { FORM } from '../words/forms.ts';
import { blockOf } from './form-inputs.ts';
import type { FormReference } from './form-reference.ts';
import { plainError } from './input-error.ts';

/** What was entered into a form, and texts for inputs that contradict each other, by block id. */
export interface FormEntries {
  readonly values: FormValues;
  readonly errors: Readonly<Record<string, string>>;
}

/** Reads the inputs of a form. */
export function formEntries(submission: FilledForm, { project, turn }: FormReference): FormEntries {
  const values: FormValues = project === undefined ? {} : { project: String(project) };
  const errors: Record<string, string> = {};
  for (const field of FORM_FIELDS) {
    const choiceBlock = blockOf('choice', field, turn);
    const textBlock = blockOf('text', field, turn);
    const chosen = isTicked(submission, choiceBlock, ACTION.formChoice, 'yes')
      ? 'yes'
      : chosenIn(submission, choiceBlock, ACTION.formChoice);
    const typed = typedIn(submission, textBlock, ACTION.formText);
    if (chosen !== undefined && typed !== undefined) errors[textBlock] = FORM.either;
    const value = typed ?? chosen;
    if (value !== undefined) values[field] = value;
  }
  for (const field of REMOVABLE_FIELDS) {
    if (!isTicked(submission, BLOCK.remove, ACTION.formRemove, field)) continue;
    if (values[field] === undefined) values[field] = '';
    else errors[blockOf('text', field, turn)] = FORM.removeOrSet;
  }
  return { values, errors };
}

/**
 * What is wrong, at the input where it was entered.
 * @returns plain texts by block id; `undefined` when one of them has no input in this form
 */
export function problemsAtInputs(
  submission: FilledForm,
  { turn }: FormReference,
  problems: readonly FieldProblem[],
  commands: CommandNames,
): Record<string, string> | undefined {
  const { values } = submission.view.state;
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const { field } = problem;
    const block = [blockOf('text', field, turn), blockOf('choice', field, turn)].find((id) =>
      Object.hasOwn(values, id),
    );
    if (block === undefined) return undefined;
    errors[block] ??= wordsOf(problem, commands);
  }
  return errors;
}

const wordsOf = ({ field, error, isMissing }: FieldProblem, commands: CommandNames): string =>
  isMissing ? FORM.needed(field) : plainError(error, commands);
