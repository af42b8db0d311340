import { SlipwayError } from './errors.ts';
import { readField } from './form-fields.ts';
import {
  type FormField,
  type FormName,
  type FormValues,
  REMOVABLE_FIELDS,
  type RemovableField,
} from './forms.ts';
import { Operation } from './operations.ts';
import { parseProject } from './references.ts';

/** Something that keeps what was entered from being an operation. */
export interface FieldProblem {
  readonly field: FormField;
  readonly error: SlipwayError;
  /** It is only not there yet. */
  readonly isMissing: boolean;
}

export type ReadForm = { readonly operation: Operation } | { readonly problems: readonly FieldProblem[] };

interface Fields {
  readonly needed: readonly FormField[];
  readonly optional: readonly FormField[];
}

const SETTINGS = ['url', 'tier', 'description', 'auto-stop', 'agent', 'namespace', 'flux'] as const;

/** What each form holds, in the order it is asked. */
export const FIELDS_OF: Readonly<Record<FormName, Fields>> = {
  'create-deployment': {
    needed: ['project', 'environment', 'ref', 'sha', 'status'],
    optional: ['tag'],
  },
  'update-deployment': { needed: ['project', 'deployment', 'status'], optional: [] },
  'create-environment': { needed: ['project', 'name'], optional: SETTINGS },
  'update-environment': { needed: ['project', 'environment'], optional: SETTINGS },
};

/** A deployment is recorded after it worked, as a rule. */
const DEFAULTS: FormValues = { status: 'success', tag: 'no' };

/** Names of the fields in an operation, where they differ. */
const KEYS: Partial<Record<FormField, string>> = {
  url: 'externalUrl',
  'auto-stop': 'autoStopSetting',
  agent: 'clusterAgentId',
  namespace: 'kubernetesNamespace',
  flux: 'fluxResourcePath',
};

/**
 * What takes a setting away (https://docs.gitlab.com/api/environments/#update-an-existing-environment); GitLab makes
 * none of an empty address.
 */
const REMOVED: Readonly<Record<RemovableField, '' | null>> = {
  url: '',
  description: '',
  agent: null,
  namespace: null,
  flux: null,
};

/**
 * Reads what was entered, in a form or as words of a command.
 * @param baseUrl the configured GitLab: a deployment and an environment can be named by the address of their page
 * @returns the operation, or everything that is wrong with it, in the order of the form
 */
export function readForm(op: FormName, entered: FormValues, baseUrl: string): ReadForm {
  const values = withDefaults(op, withProject(entered, baseUrl));
  const { needed, optional } = FIELDS_OF[op];
  const problems: FieldProblem[] = [];
  const parts: Record<string, unknown> = { op };
  for (const field of [...needed, ...optional]) {
    const text = values[field]?.trim() ?? '';
    const removed = op === 'update-environment' && text === '' ? removalOf(field, values) : undefined;
    if (removed !== undefined) {
      parts[KEYS[field] ?? field] = removed;
      continue;
    }
    if (text === '') {
      if (needed.includes(field)) problems.push(missing(field, MISSING[field] ?? `\`${field}:\` is missing`));
      continue;
    }
    try {
      parts[KEYS[field] ?? field] = readField(field, text, baseUrl);
    } catch (error) {
      if (!(error instanceof SlipwayError)) throw error;
      problems.push({ field, error, isMissing: false });
    }
  }
  if (op === 'update-environment' && optional.every((field) => !((KEYS[field] ?? field) in parts))) {
    problems.push(missing('url', 'there is nothing to change'));
  }
  return problems.length > 0 ? { problems } : { operation: Operation.parse(parts) };
}

/** What an explicitly empty value means; `undefined` where nothing was entered, or the field cannot be empty. */
const removalOf = (field: FormField, values: FormValues): '' | null | undefined => {
  const removable = REMOVABLE_FIELDS.find((one) => one === field);
  return removable === undefined || values[field] === undefined ? undefined : REMOVED[removable];
};

/** The fields that stand without a key in a command. */
const MISSING: Partial<Record<FormField, string>> = {
  environment: 'the environment is missing',
  deployment: 'the deployment is missing',
  project: 'the project is missing',
  name: 'the name is missing',
};

const missing = (field: FormField, problem: string): FieldProblem => ({
  field,
  error: new SlipwayError('usage', { problem }),
  isMissing: true,
});

/** The status of an update is the point of it, so that one is never guessed. */
const withDefaults = (op: FormName, values: FormValues): FormValues =>
  op === 'create-deployment' ? { ...DEFAULTS, ...values } : values;

/** An address of a deployment's or environment's page names the project too, and says it best. */
function withProject(values: FormValues, baseUrl: string): FormValues {
  const address = [values.deployment, values.environment].find((text) => /^https?:\/\//iu.test(text ?? ''));
  if (address === undefined) return values;
  try {
    return { ...values, project: String(parseProject(address, baseUrl).project) };
  } catch {
    // What is wrong with the address is told where it was entered.
    return values;
  }
}
