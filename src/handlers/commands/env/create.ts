import type { Arguments } from '../../../core/arguments.ts';
import type { FormValues } from '../../../core/forms.ts';
import { looksLikeProject } from '../../../core/references.ts';
import { defineCommand } from '../../define.ts';
import { ENVIRONMENT_OPTIONS, optionValues } from '../../form-words.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

const OPTIONS = ['name', ...ENVIRONMENT_OPTIONS];

export const create = defineCommand({
  root: 'env',
  name: 'create',
  usage:
    '[project] <name> [url:] [tier:production|staging|testing|development|other] [description:] [auto-stop:always|with-action] [agent:] [namespace:] [flux:]',
  summary: 'Create an environment',
  examples: ['staging', 'acme/shop staging url:https://staging.example.com tier:staging'],
  options: OPTIONS,
  form: { op: 'create-environment', values: newEnvironment },
});

/** A single word is the name, though it may look like a project. */
function newEnvironment(args: Arguments): FormValues {
  const options = optionValues(args);
  const { words } = args;
  const names = options.name === undefined ? 1 : 0;
  const hasProject = words.length > names && looksLikeProject(words[0] ?? '');
  const [name, ...rest] = hasProject ? words.slice(1) : words;
  assertNoMoreWords(names === 1 ? rest : words.slice(hasProject ? 1 : 0), OPTIONS);
  return {
    ...(names === 1 && name !== undefined ? { name } : {}),
    ...(hasProject && words[0] !== undefined ? { project: words[0] } : {}),
    ...options,
  };
}
