import type { Environment, Project } from '../../core/deployment.ts';
import { environmentUrl } from '../../core/links.ts';
import { type Fact, fact } from '../../core/notice.ts';
import type { EnvironmentFields } from '../../core/ports/gitlab-parameters.ts';
import type { OperationResult } from './define.ts';

/**
 * An environment after a change, with what GitLab now says of it.
 * @param wished what was set; of what was taken away it is said that it is gone
 */
export const environmentResult = (
  project: Project,
  environment: Environment,
  wished: EnvironmentFields = {},
): OperationResult => ({
  subject: environment.name,
  url: environmentUrl(project, environment.id),
  details: [
    ...known('state', environment.state),
    ...known('tier', environment.tier),
    ...known('address', environment.externalUrl, wished.externalUrl),
    ...known('description', environment.description, wished.description),
    // GitLab shows these only to people who may see the agent, so they are told only of what was taken away.
    ...(wished.clusterAgentId === null ? [fact('agent')] : []),
    ...(wished.kubernetesNamespace === null ? known('namespace', environment.kubernetesNamespace, null) : []),
    ...(wished.fluxResourcePath === null ? known('flux', environment.fluxResourcePath, null) : []),
  ],
});

function known(name: Fact['name'], value: string | null, wished?: string | null): Fact[] {
  if (value !== null && value !== '') return [fact(name, value)];
  return wished === '' || wished === null ? [fact(name)] : [];
}
