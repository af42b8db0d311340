import type { Environment } from '../state/delivery-records.ts';
import { lastSuccess, projectById } from '../state/find.ts';
import type { State } from '../state/state.ts';
import { plainDeployment } from './plain-deployment.ts';
import { basicProject } from './project.ts';

/** The short form inside a deployment. */
export function basicEnvironment(environment: Environment): Record<string, unknown> {
  return {
    id: environment.id,
    name: environment.name,
    slug: environment.slug,
    external_url: environment.externalUrl,
    created_at: environment.createdAt,
    updated_at: environment.updatedAt,
  };
}

/** GitLab's Environment; a list carries `project`, a single one `last_deployment`, a write neither. */
export function environmentEntity(
  state: State,
  environment: Environment,
  withPart: 'project' | 'last_deployment' | null,
): Record<string, unknown> {
  const last = lastSuccess(state, environment.id);
  const parts = {
    project: () => ({ project: basicProject(state, projectById(state, environment.projectId)) }),
    last_deployment: () => ({ last_deployment: last ? plainDeployment(state, last) : null }),
  };
  return {
    ...basicEnvironment(environment),
    ...(state.version.atLeast('13.10') ? { tier: environment.tier } : {}),
    ...(withPart === null ? {} : parts[withPart]()),
    state: environment.state,
    auto_stop_at: environment.autoStopAt,
    ...(state.version.atLeast('17.0')
      ? {
          kubernetes_namespace: environment.kubernetesNamespace,
          flux_resource_path: environment.fluxResourcePath,
          description: environment.description,
        }
      : {}),
    ...(state.version.atLeast('17.8') ? { auto_stop_setting: environment.autoStopSetting } : {}),
  };
}
