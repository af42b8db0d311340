import type { z } from 'zod';
import type { FilledForm, InputValue } from './payloads.ts';

/** Text typed into an input; `undefined` when left empty. */
export function typedIn(submission: FilledForm, block: string, action: string): string | undefined {
  const text = inputOf(submission, block, action)?.value?.trim();
  return text === undefined || text === '' ? undefined : text;
}

/** The option chosen in a select. */
export const chosenIn = (submission: FilledForm, block: string, action: string): string | undefined =>
  inputOf(submission, block, action)?.selected_option?.value;

/** The values of the boxes that are ticked. */
export const tickedIn = (submission: FilledForm, block: string, action: string): string[] =>
  (inputOf(submission, block, action)?.selected_options ?? []).map((option) => option.value);

/** Ids of the people chosen in a select. */
export const peopleIn = (submission: FilledForm, block: string, action: string): readonly string[] =>
  inputOf(submission, block, action)?.selected_users ?? [];

/** Whether a box with this value is ticked. */
export const isTicked = (submission: FilledForm, block: string, action: string, value: string): boolean =>
  tickedIn(submission, block, action).includes(value);

function inputOf(
  submission: FilledForm,
  block: string,
  action: string,
): z.infer<typeof InputValue> | undefined {
  const { values } = submission.view.state;
  const inputs = Object.hasOwn(values, block) ? values[block] : undefined;
  return inputs !== undefined && Object.hasOwn(inputs, action) ? inputs[action] : undefined;
}
