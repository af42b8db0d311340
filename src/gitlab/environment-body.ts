import type { EnvironmentFields } from '../core/ports/gitlab-parameters.ts';

/** What is set of an environment, under GitLab's names; what is left out stays out. */
export const environmentBody = (fields: EnvironmentFields) => ({
  external_url: fields.externalUrl,
  tier: fields.tier,
  description: fields.description,
  auto_stop_setting: fields.autoStopSetting,
  cluster_agent_id: fields.clusterAgentId,
  kubernetes_namespace: fields.kubernetesNamespace,
  flux_resource_path: fields.fluxResourcePath,
});
