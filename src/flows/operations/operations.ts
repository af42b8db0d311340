import type { Fact } from '../../core/notice.ts';
import type { Operation, OperationName } from '../../core/operations.ts';
import { createDeployment } from './create-deployment.ts';
import { createEnvironment } from './create-environment.ts';
import type { OperationContext, OperationOf, OperationResult, OperationSpec } from './define.ts';
import { deleteDeployment } from './delete-deployment.ts';
import { deleteEnvironment } from './delete-environment.ts';
import { deleteReviewApps } from './delete-review-apps.ts';
import { stopEnvironment } from './stop-environment.ts';
import { stopStaleEnvironments } from './stop-stale-environments.ts';
import { updateDeployment } from './update-deployment.ts';
import { updateEnvironment } from './update-environment.ts';

/** Every operation there is, by name. */
const OPERATIONS: { readonly [N in OperationName]: OperationSpec<N> } = {
  'create-deployment': createDeployment,
  'update-deployment': updateDeployment,
  'delete-deployment': deleteDeployment,
  'create-environment': createEnvironment,
  'update-environment': updateEnvironment,
  'stop-environment': stopEnvironment,
  'stop-stale-environments': stopStaleEnvironments,
  'delete-environment': deleteEnvironment,
  'delete-review-apps': deleteReviewApps,
};

/** What an operation would do. */
export const preview = (
  context: OperationContext,
  operation: Operation,
): Promise<{ effects: readonly Fact[]; operation: Operation }> =>
  specOf(operation).preview?.(context, operation) ?? Promise.resolve({ effects: [], operation });

/** Does it. */
export const carryOut = (context: OperationContext, operation: Operation): Promise<OperationResult> =>
  specOf(operation).carryOut(context, operation);

/** The table pairs each name with its own operation; TypeScript cannot follow the pairing through the index. */
const specOf = <N extends OperationName>(operation: OperationOf<N>): OperationSpec<N> =>
  OPERATIONS[operation.op] as OperationSpec<N>;
