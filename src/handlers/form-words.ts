import type { Arguments } from '../core/arguments.ts';
import { FORM_FIELDS, type FormField, type FormValues } from '../core/forms.ts';
import { looksLikeProject, parseProject } from '../core/references.ts';
import { assertNoMoreWords } from './no-more-words.ts';

/** Option keys of what can be set of an environment. */
export const ENVIRONMENT_OPTIONS = [
  'url',
  'tier',
  'description',
  'auto-stop',
  'agent',
  'namespace',
  'flux',
] as const;

/**
 * The options of a command as fields of its form.
 * @param names fields that are called otherwise in the command
 */
export function optionValues(
  { options }: Arguments,
  names: Readonly<Record<string, FormField>> = {},
): FormValues {
  const values: FormValues = {};
  for (const [option, value] of options) {
    const field = names[option] ?? FORM_FIELDS.find((one) => one === option);
    if (field !== undefined) values[field] = value;
  }
  return values;
}

/**
 * The words before the options: a project and what is in it, or what is in the project the channel watches. A page's
 * address says both.
 * @param field what follows the project
 * @param known option keys of the command
 * @throws SlipwayError `usage`, `unknown-filter` for more words; `bad-project`, `foreign-url`
 */
export function placeValues(
  { words }: Arguments,
  field: 'deployment' | 'environment',
  known: readonly string[],
  baseUrl: string,
): FormValues {
  const [first, second, ...rest] = words;
  if (first === undefined) return {};
  if (/^https?:\/\//iu.test(first)) {
    const { environmentId, deploymentIid } = parseProject(first, baseUrl);
    if ((field === 'deployment' ? deploymentIid : environmentId) !== undefined) {
      assertNoMoreWords(words.slice(1), known);
      return { [field]: first };
    }
  }
  const named = looksLikeProject(first) && (second !== undefined || isProjectAlone(first, field));
  assertNoMoreWords(named ? rest : words.slice(1), known);
  if (!named) return { [field]: first };
  return { project: first, ...(second === undefined ? {} : { [field]: second }) };
}

/** An environment's name may hold a slash too, so a single word with one is a project only where it cannot be a name. */
const isProjectAlone = (word: string, field: 'deployment' | 'environment'): boolean =>
  field === 'deployment' || /^https?:\/\//iu.test(word);
