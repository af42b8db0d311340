import type { WriteAct } from '../core/acts.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { Notice } from '../core/notice.ts';
import type { Operation } from '../core/operations.ts';
import type { Ports } from '../core/ports/ports.ts';
import { asPerson } from './as-person.ts';
import {
  type OperationTrace,
  recordedOperation,
  recordOperation,
  recordRefusedOperation,
} from './audit-operation.ts';
import { findProject } from './find-project.ts';
import type { Journal } from './journal.ts';
import type { OperationContext, OperationResult } from './operations/define.ts';
import { carryOut, preview } from './operations/operations.ts';

/**
 * Shows what an operation would do and keeps it for ten minutes, waiting for a yes.
 * @returns the question
 * @throws SlipwayError `not-connected`, `project-not-found`, or why nothing would happen; GitLabError
 */
export async function askFirst(ports: Ports, act: WriteAct): Promise<Notice> {
  const trace: OperationTrace = {};
  try {
    const context = await openOperation(ports, act, trace);
    const { effects, operation: shown } = await preview(context, act.operation);
    const id = ports.chance.token();
    // From here on the project goes by its number: a renamed project must not become another one.
    const operation: Operation = { ...shown, project: context.project.id };
    await ports.confirmations.put(id, { ...act, operation });
    return { kind: 'confirm', id, op: act.operation.op, project: context.project.path, effects };
  } catch (error) {
    await recordRefusedOperation(ports, act, undefined, trace, error);
    throw error;
  }
}

/**
 * Carries an operation out as the person. None is ever sent twice: after an answer that was lost, the person is told
 * that the outcome is not known.
 * @throws SlipwayError `write-unconfirmed` when the outcome is not known; the refusal otherwise
 */
export async function write(ports: Ports, act: WriteAct, journal: Journal): Promise<Notice> {
  const trace: OperationTrace = {};
  try {
    if (journal.sentAt !== undefined) return await afterSending(ports, act, journal, trace);
    const context = await openOperation(ports, act, trace);
    await journal.write({ sentAt: ports.clock.now() });
    const result = await sendOnce(context, act.operation);
    await recordOperation(ports, act, journal, trace, result);
    const { subject, url, details } = result;
    return { kind: 'written', op: act.operation.op, project: context.project.path, subject, url, details };
  } catch (error) {
    // It may pass: whoever carries the act out knows whether another try follows.
    if (!isError(error, 'store-unavailable')) await recordRefusedOperation(ports, act, journal, trace, error);
    throw error;
  }
}

/** How an operation ended that left in an earlier try: it is on the trail as done, or nobody knows. */
async function afterSending(
  ports: Ports,
  act: WriteAct,
  journal: Journal,
  trace: OperationTrace,
): Promise<Notice> {
  const line = await recordedOperation(ports, journal);
  if (line !== undefined) {
    const { environment, deployment, project = String(act.operation.project), url } = line;
    const subject = deployment === undefined ? (environment ?? project) : `#${deployment}`;
    return { kind: 'written', op: act.operation.op, project, subject, url, details: [] };
  }
  // Whatever else is wrong now: "nothing was done" may be untrue of a write that left, and one that waits for its
  // author to connect again would leave a second time.
  const context = await openOperation(ports, act, trace).catch(() => undefined);
  throw new SlipwayError('write-unconfirmed', { url: context?.project.webUrl });
}

async function sendOnce(context: OperationContext, operation: Operation): Promise<OperationResult> {
  try {
    return await carryOut(context, operation);
  } catch (error) {
    if (!(error instanceof GitLabError) || !error.isAmbiguous) throw error;
    throw new SlipwayError('write-unconfirmed', { url: context.project.webUrl }, { cause: error });
  }
}

async function openOperation(ports: Ports, act: WriteAct, trace: OperationTrace): Promise<OperationContext> {
  const { api, me } = await asPerson(ports, act.person, (answer) => {
    trace.answer = answer;
  });
  const project = await findProject(api, act.operation.project);
  trace.context = { api, me, project, clock: ports.clock };
  return trace.context;
}
