import type { EnvironmentFields } from '../../core/ports/gitlab-parameters.ts';
import type { OperationOf } from './define.ts';

/** What an operation sets of an environment; what it leaves out is left out here too. */
export const environmentSettings = (
  operation: OperationOf<'create-environment'> | OperationOf<'update-environment'>,
): EnvironmentFields => ({
  externalUrl: operation.externalUrl,
  tier: operation.tier,
  description: operation.description,
  autoStopSetting: operation.autoStopSetting,
  clusterAgentId: operation.clusterAgentId,
  kubernetesNamespace: operation.kubernetesNamespace,
  fluxResourcePath: operation.fluxResourcePath,
});
