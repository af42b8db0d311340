import { isError, SlipwayError } from '../../core/errors.ts';
import { fact } from '../../core/notice.ts';
import { defineOperation } from './define.ts';
import { findDeployment } from './find-deployment.ts';

/** Deletes a deployment's record; what runs on the servers stays as it is. */
export const deleteDeployment = defineOperation({
  op: 'delete-deployment',
  preview: async (context, operation) => {
    const { api, project } = context;
    const id = await findDeployment(context, operation.deployment);
    try {
      const found = await api.deployments.get(project.id, id);
      const effects = [
        fact('subject', `#${found.id}`),
        fact('environment', found.environment.name),
        fact('version', `${found.ref} · ${found.sha.slice(0, 8)}`),
        fact('status', found.status),
        fact('record-only'),
        fact('current-refused'),
      ];
      return { effects, operation: { ...operation, deployment: id } };
    } catch (error) {
      if (!isError(error, 'gitlab-not-found')) throw error;
      const facts = { deployment: id, project: project.path };
      throw new SlipwayError('deployment-not-found', facts, { cause: error });
    }
  },
  carryOut: async (context, { deployment }) => {
    const id = await findDeployment(context, deployment);
    await context.api.deployments.delete(context.project.id, id);
    return { subject: `#${id}`, url: undefined, details: [] };
  },
});
