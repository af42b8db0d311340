import { FORM_FIELDS, type FormField, type FormValues } from '../../core/forms.ts';
import type { FieldProblem } from '../../core/read-form.ts';
import { ACTION, BLOCK } from '../ids.ts';
import type { ViewSubmission } from '../payloads.ts';
import { chosenIn, isTicked, typedIn } from '../view-input.ts';
import type { CommandNames } from '../words/commands.ts';
import { errorWords } from '../words/errors.ts';
import { plainFallback } from '../words/fallback.ts';
import { FORM } from '../words/forms.ts';
import type { FormReference } from './form-reference.ts';

/** What was entered into a form, and texts for inputs that contradict each other, by block id. */
export interface FormEntries {
  readonly values: FormValues;
  readonly errors: Readonly<Record<string, string>>;
}

/** Reads the inputs of a submitted form. */
export function formEntries(submission: ViewSubmission, { project }: FormReference): FormEntries {
  const values: FormValues = {};
  const errors: Record<string, string> = {};
  for (const field of FORM_FIELDS) {
    const chosen = isTicked(submission, choiceBlock(field), ACTION.formChoice, 'yes')
      ? 'yes'
      : chosenIn(submission, choiceBlock(field), ACTION.formChoice);
    const typed = typedIn(submission, textBlock(field), ACTION.formText);
    if (chosen !== undefined && typed !== undefined) errors[textBlock(field)] = FORM.either;
    const value = typed ?? chosen;
    if (value !== undefined) values[field] = value;
  }
  return { values: project === undefined ? values : { ...values, project: String(project) }, errors };
}

/**
 * What is wrong, at the input where it was entered.
 * @returns plain texts by block id; `undefined` when one of them has no input in this form
 */
export function problemsAtInputs(
  submission: ViewSubmission,
  problems: readonly FieldProblem[],
  commands: CommandNames,
): Record<string, string> | undefined {
  const { values } = submission.view.state;
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const block = [textBlock(problem.field), choiceBlock(problem.field)].find((id) =>
      Object.hasOwn(values, id),
    );
    if (block === undefined) return undefined;
    errors[block] ??= wordsOf(problem, commands);
  }
  return errors;
}

function wordsOf({ field, error, isMissing }: FieldProblem, commands: CommandNames): string {
  if (isMissing) return FORM.needed(field);
  const { say, next } = errorWords(error.code, error.facts, commands);
  // What Slack shows at an input is not mrkdwn, so its escapes would be read letter by letter.
  return plainFallback(next === undefined ? say : `${say} ${next}`)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

const choiceBlock = (field: FormField): string => `${BLOCK.choice}${field}`;
const textBlock = (field: FormField): string => `${BLOCK.text}${field}`;
