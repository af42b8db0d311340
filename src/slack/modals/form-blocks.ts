import type { InputBlock } from '@slack/types';
import type { DeploymentChoice, FormField, FormView } from '../../core/forms.ts';
import { AUTO_STOP_SETTINGS, TIERS, WRITABLE_STATUSES } from '../../core/operations.ts';
import { FIELDS_OF } from '../../core/read-form.ts';
import { FORM } from '../words/forms.ts';
import {
  type Asked,
  asChoice,
  type Choice,
  choiceInput,
  offered,
  removalInput,
  textInput,
  tickInput,
} from './form-inputs.ts';

/** The inputs of a form, in the order they are asked. */
export function formInputs(form: FormView): InputBlock[] {
  const { needed, optional } = FIELDS_OF[form.op];
  return [...needed, ...optional].flatMap((field) =>
    inputsOf(form, field, {
      optional: optional.includes(field),
      entered: form.values[field],
      turn: form.turn,
    }),
  );
}

/** What can be taken away of an environment that is changed. */
export function removalInputs({ op, choices, values }: FormView): InputBlock[] {
  const input = op === 'update-environment' ? removalInput(choices.removable, values) : undefined;
  return input === undefined ? [] : [input];
}

function inputsOf(form: FormView, field: FormField, asked: Asked): InputBlock[] {
  switch (field) {
    case 'project':
      return projectInputs(form, asked);
    case 'deployment':
      return chooseOrType(field, form.choices.deployments.map(deploymentChoice), asked);
    case 'environment':
      return environmentInputs(form, asked);
    case 'ref':
      return chooseOrType(field, form.choices.refs.map(asChoice), asked);
    case 'status': {
      const entered = asked.entered ?? (form.op === 'create-deployment' ? 'success' : undefined);
      return [
        choiceInput(field, WRITABLE_STATUSES.map(asChoice), { ...asked, entered: entered?.toLowerCase() }),
      ];
    }
    case 'tier':
      return [choiceInput(field, TIERS.map(asChoice), { ...asked, entered: asked.entered?.toLowerCase() })];
    case 'auto-stop': {
      const entered = asked.entered?.toLowerCase().replaceAll('-', '_');
      return [choiceInput(field, AUTO_STOP_SETTINGS.map(asChoice), { ...asked, entered })];
    }
    case 'tag':
      return [tickInput(field, FORM.isTag, asked)];
    case 'description':
      return [textInput(field, asked, true)];
    default:
      return [textInput(field, asked)];
  }
}

function projectInputs({ op, project, watched, turn }: FormView, asked: Asked): InputBlock[] {
  if (project !== undefined && turn === undefined) return [];
  const choices = watched.map(({ id, path }) => ({ value: String(id), text: path }));
  // Of a new environment nothing can be chosen in the project.
  return chooseOrType('project', choices, { ...asked, tells: op !== 'create-environment' });
}

/** A new environment is made by recording a deployment to it; only an existing one can be changed. */
function environmentInputs({ op, choices }: FormView, asked: Asked): InputBlock[] {
  const rows = choices.environments.map(asChoice);
  const isWhole = choices.allEnvironments && offered(rows).length === rows.length;
  if (op === 'update-environment' && isWhole && rows.length > 0)
    return [choiceInput('environment', rows, asked)];
  const hint = op === 'create-deployment' ? FORM.newEnvironment : null;
  return chooseOrType('environment', rows, { ...asked, hint });
}

/** A select, and a text for what is not in it; the text alone where there is nothing to choose. */
function chooseOrType(field: FormField, choices: readonly Choice[], asked: Asked): InputBlock[] {
  const rows = offered(choices);
  if (rows.length === 0) return [textInput(field, asked)];
  const isAmong = rows.some(({ value }) => value === asked.entered);
  return [
    choiceInput(field, rows, { ...asked, optional: true, hint: null }),
    textInput(field, {
      ...asked,
      label: FORM.typed(field),
      optional: true,
      entered: isAmong ? undefined : asked.entered,
    }),
  ];
}

const deploymentChoice = ({ id, environment, ref, sha, status }: DeploymentChoice): Choice => ({
  value: String(id),
  text: `#${id} · ${environment} · ${ref} · ${sha.slice(0, 8)} · ${FORM.statusNow(status)}`,
});
