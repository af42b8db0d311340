import { deploymentUrl } from '../../core/links.ts';
import { fact } from '../../core/notice.ts';
import { defineOperation } from './define.ts';
import { findDeployment } from './find-deployment.ts';

/** Sets the status of a deployment that was made through the API. */
export const updateDeployment = defineOperation({
  op: 'update-deployment',
  carryOut: async (context, { deployment, status }) => {
    const { api, project } = context;
    const id = await findDeployment(context, deployment);
    const changed = await api.deployments.update(project.id, id, status);
    return {
      subject: `#${changed.id}`,
      url: deploymentUrl(project, changed),
      details: [fact('environment', changed.environment.name), fact('status', changed.status)],
    };
  },
});
