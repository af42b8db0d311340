import type { CommandAct } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import type { FormDraft, FormValues } from '../core/forms.ts';
import { type FieldProblem, readForm } from '../core/read-form.ts';
import { looksLikeProject } from '../core/references.ts';
import { projectEntered } from '../flows/prepare-form.ts';
import type { CommandCall, FormSpec, HandlerContext } from './define.ts';
import { openForm } from './open-form.ts';

/**
 * Carries a command out that can be entered in a form as well: with every word there, its act is queued; otherwise the
 * form opens with what was given.
 * @throws SlipwayError what is wrong with the words; what is missing where no form can be opened; `project-missing`
 */
export async function runForm(
  context: HandlerContext,
  spec: FormSpec,
  call: CommandCall,
  act: CommandAct,
): Promise<void> {
  const { person, reply, channel } = call;
  const { baseUrl } = context.ports.gitlab;
  const entered = spec.values(call.args, baseUrl);
  const watches =
    projectEntered({ values: entered }) === undefined
      ? await context.ports.watches.ofChannel(person.team, channel)
      : [];
  const only = watches.length === 1 ? watches[0] : undefined;
  const values = only === undefined ? withProject(entered) : { ...entered, project: String(only.project) };
  const read = readForm(spec.op, values, baseUrl);
  if ('operation' in read) {
    await context.ports.jobs.act({ kind: 'write', person, reply, operation: read.operation });
    return;
  }
  const wrong = read.problems.find((problem) => !problem.isMissing);
  if (wrong !== undefined) throw wrong.error;
  const draft: FormDraft = { op: spec.op, person, channel, values };
  if (await openForm(context, call.triggerId, draft, act)) return;
  throw whatIsMissing(
    read.problems,
    watches.map((watch) => watch.projectPath),
  );
}

/**
 * A single word with a slash may name a project or an environment. Where the channel stands for no project it is the
 * project: an environment without one could not be found anyway.
 */
function withProject(values: FormValues): FormValues {
  const { environment, name, ...rest } = values;
  const word = name ?? environment;
  const isPath = word !== undefined && looksLikeProject(word) && !/^https?:/iu.test(word);
  return isPath && projectEntered({ values }) === undefined ? { ...rest, project: word } : values;
}

/** A missing project has words of its own, which name those the channel watches. */
function whatIsMissing(problems: readonly FieldProblem[], watched: readonly string[]): SlipwayError {
  const [first] = problems;
  return first === undefined || first.field === 'project'
    ? new SlipwayError('project-missing', { watched })
    : first.error;
}
