import type { WriteAct } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { Notice } from '../core/notice.ts';
import type { Operation } from '../core/operations.ts';
import type { Ports } from '../core/ports/ports.ts';
import { asPerson } from './as-person.ts';
import { recordOperation } from './audit-operation.ts';
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
  const context = await openOperation(ports, act);
  const { effects, operation: shown } = await preview(context, act.operation);
  const id = ports.chance.token();
  // From here on the project goes by its number: a renamed project must not become another one.
  const operation: Operation = { ...shown, project: context.project.id };
  await ports.confirmations.put(id, { ...act, operation });
  return { kind: 'confirm', id, op: act.operation.op, project: context.project.path, effects };
}

/**
 * Carries an operation out as the person. None is ever sent twice: after an answer that was lost, the person is told
 * that the outcome is not known.
 * @throws SlipwayError `write-unconfirmed` when the outcome is not known; the refusal otherwise
 */
export async function write(ports: Ports, act: WriteAct, journal: Journal): Promise<Notice> {
  let context: OperationContext | undefined;
  try {
    if (journal.sentAt !== undefined) {
      // Whatever else is wrong now: "nothing was done" may be untrue of a write that left, and one that waits for its
      // author to connect again would leave a second time.
      context = await openOperation(ports, act).catch(() => undefined);
      throw new SlipwayError('write-unconfirmed', { url: context?.project.webUrl });
    }
    context = await openOperation(ports, act);
    await journal.write({ sentAt: ports.clock.now() });
    const result = await sendOnce(context, act.operation);
    await recordOperation(ports, act, context, undefined);
    return { kind: 'written', op: act.operation.op, project: context.project.path, ...result };
  } catch (error) {
    if (error instanceof SlipwayError) await recordOperation(ports, act, context, error);
    throw error;
  }
}

async function sendOnce(context: OperationContext, operation: Operation): Promise<OperationResult> {
  try {
    return await carryOut(context, operation);
  } catch (error) {
    if (!(error instanceof GitLabError) || !error.isAmbiguous) throw error;
    throw new SlipwayError('write-unconfirmed', { url: context.project.webUrl }, { cause: error });
  }
}

async function openOperation(ports: Ports, act: WriteAct): Promise<OperationContext> {
  const { api, me } = await asPerson(ports, act.person);
  return { api, me, project: await findProject(api, act.operation.project), clock: ports.clock };
}
