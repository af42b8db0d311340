import type { WriteAct } from '../core/acts.ts';
import { codeOf } from '../core/errors.ts';
import type { DeploymentId } from '../core/ids.ts';
import type { Operation } from '../core/operations.ts';
import type { WriteAnswer } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { answerOf, gitlabUserOf } from './audit-act.ts';
import type { Journal } from './journal.ts';
import type { OperationContext, OperationResult } from './operations/define.ts';
import { type Line, record } from './record.ts';

/** An operation and what it has met so far. */
export interface OperationTrace {
  context?: OperationContext;
  /** GitLab's answer to the newest write. */
  answer?: WriteAnswer;
}

/** One operation of a job has one line; what was only asked for has as many as it was asked. */
const lineId = (journal: Journal | undefined): string | undefined =>
  journal === undefined ? undefined : `${journal.id}-write`;

/** Puts an operation that GitLab carried out on the audit trail. */
export async function recordOperation(
  ports: Ports,
  act: WriteAct,
  journal: Journal,
  trace: OperationTrace,
  result: OperationResult,
): Promise<void> {
  const line = await lineOf(ports, act, trace, result);
  await record(ports, { ...line, ...answerOf(trace), outcome: 'done' }, lineId(journal));
}

/** The line of the operation where an earlier try of its job got that far. */
export async function recordedOperation(ports: Ports, journal: Journal): Promise<Line | undefined> {
  const line = await ports.audit.find(`${journal.id}-write`);
  return line?.outcome === 'done' ? line : undefined;
}

/**
 * Puts an operation that was refused, or that failed, on the audit trail with the reason.
 * @param journal none where it was refused before it was asked for with a yes
 */
export async function recordRefusedOperation(
  ports: Ports,
  act: WriteAct,
  journal: Journal | undefined,
  trace: OperationTrace,
  error: unknown,
): Promise<void> {
  const line = await lineOf(ports, act, trace, undefined);
  await record(ports, { ...line, ...answerOf(trace, error), outcome: codeOf(error) }, lineId(journal));
}

async function lineOf(
  ports: Ports,
  act: WriteAct,
  { context }: OperationTrace,
  result: OperationResult | undefined,
): Promise<Omit<Line, 'outcome'>> {
  const { operation } = act;
  return {
    act: operation.op,
    person: act.person,
    gitlabUser: context?.me ?? (await gitlabUserOf(ports, act.person)),
    project: context?.project.path ?? String(operation.project),
    environment: await environmentOf(context, operation, result),
    deployment: deploymentOf(operation, result),
    sha: 'sha' in operation ? operation.sha : undefined,
    detail: detailOf(operation, result),
    url: result?.url,
    channel: act.reply.channel,
  };
}

/** Its name, as people know it: an operation that was confirmed names it by its number. */
async function environmentOf(
  context: OperationContext | undefined,
  operation: Operation,
  result: OperationResult | undefined,
): Promise<string | undefined> {
  if ('name' in operation) return operation.name;
  if (!('environment' in operation)) return undefined;
  const { environment, op } = operation;
  if (typeof environment === 'string') return environment;
  if (op !== 'create-deployment' && result !== undefined) return result.subject;
  try {
    return (await context?.api.environments.get(context.project.id, environment))?.name ?? `#${environment}`;
  } catch {
    return `#${environment}`;
  }
}

function deploymentOf(operation: Operation, result: OperationResult | undefined): DeploymentId | undefined {
  if (operation.op === 'create-deployment') return result?.deployment;
  return 'deployment' in operation && typeof operation.deployment === 'number'
    ? operation.deployment
    : undefined;
}

const MOST_DETAIL = 500;

/** What else was asked for, as it would be typed, and what GitLab took up of it; bounded, however much that is. */
function detailOf(operation: Operation, result: OperationResult | undefined): string | undefined {
  const { op: _op, project: _project, ...rest } = operation;
  const parts = Object.entries(rest)
    .filter(([name, value]) => value !== undefined && value !== false && !TOLD_APART.has(name))
    .map(([name, value]) => (value === true ? name : `${name}:${String(value)}`));
  const asked = parts.join(' ').slice(0, MOST_DETAIL);
  const detail = result?.many === undefined ? asked : `${asked} ${takenUp(result.many, asked.length)}`.trim();
  return detail === '' ? undefined : detail;
}

/** `3 scheduled: review/a, review/b and 1 more`: always how many, and as many names as there is room for. */
function takenUp(names: readonly string[], taken: number): string {
  const head = `${names.length} scheduled`;
  const room = MOST_DETAIL - taken - head.length - ' and 1000 more: '.length;
  let shown = 0;
  for (let length = 0; shown < names.length; shown += 1) {
    length += (names[shown]?.length ?? 0) + ', '.length;
    if (length > room) break;
  }
  const listed = names.slice(0, shown).join(', ');
  const more = shown < names.length ? ` and ${names.length - shown} more` : '';
  return listed === '' ? head : `${head}: ${listed}${more}`;
}

/** What stands in fields of its own. */
const TOLD_APART: ReadonlySet<string> = new Set(['name', 'environment', 'deployment', 'sha']);
