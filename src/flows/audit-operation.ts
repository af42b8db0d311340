import type { WriteAct } from '../core/acts.ts';
import type { SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { DeploymentId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { OperationContext } from './operations/define.ts';
import { record } from './record.ts';

/** Puts an operation on the audit trail, done or refused. */
export async function recordOperation(
  ports: Ports,
  act: WriteAct,
  context: OperationContext | undefined,
  refusal: SlipwayError | undefined,
): Promise<void> {
  const { operation } = act;
  const fromGitLab = refusal instanceof GitLabError ? refusal : undefined;
  const connection = context === undefined ? await ports.connections.get(act.person) : undefined;
  await record(ports, {
    person: act.person,
    gitlabUser: context?.me ?? connection?.gitlabUser,
    act: operation.op,
    project: context?.project.path ?? String(operation.project),
    environment: environmentOf(act),
    deployment: deploymentOf(act),
    sha: 'sha' in operation ? operation.sha : undefined,
    outcome: refusal?.code ?? 'done',
    status: fromGitLab?.status,
    requestId: fromGitLab?.requestId,
    channel: act.reply.channel,
  });
}

function environmentOf({ operation }: WriteAct): string | undefined {
  if ('name' in operation) return operation.name;
  return 'environment' in operation ? String(operation.environment) : undefined;
}

const deploymentOf = ({ operation }: WriteAct): DeploymentId | undefined =>
  'deployment' in operation && typeof operation.deployment === 'number' ? operation.deployment : undefined;
