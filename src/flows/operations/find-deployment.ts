import type { DeploymentId } from '../../core/ids.ts';
import type { DeploymentName } from '../../core/operations.ts';
import { deploymentOfPage } from '../deployment-of-page.ts';
import type { OperationContext } from './define.ts';

/**
 * The API id of the deployment named.
 * @throws SlipwayError `deployment-not-found`; GitLabError
 */
export const findDeployment = (
  { api, project }: Pick<OperationContext, 'api' | 'project'>,
  named: DeploymentName,
): Promise<DeploymentId> =>
  typeof named === 'number'
    ? Promise.resolve(named)
    : deploymentOfPage(api, project.id, named.environment, named.iid);
