import { SlipwayError } from '../../core/errors.ts';
import { fact } from '../../core/notice.ts';
import { defineOperation } from './define.ts';
import { findEnvironment } from './find-environment.ts';

/** Deletes a stopped environment with its deployments' records. */
export const deleteEnvironment = defineOperation({
  op: 'delete-environment',
  preview: async (context, operation) => {
    const found = await findEnvironment(context, operation.environment);
    if (found.state !== null && found.state !== 'stopped') {
      throw new SlipwayError('environment-not-stopped', { environment: found.name, state: found.state });
    }
    const effects = [fact('subject', found.name), fact('with-deployments')];
    return { effects, operation: { ...operation, environment: found.id } };
  },
  carryOut: async (context, { environment }) => {
    const { id, name } = await findEnvironment(context, environment);
    await context.api.environments.delete(context.project.id, id);
    return { subject: name, url: undefined, details: [] };
  },
});
