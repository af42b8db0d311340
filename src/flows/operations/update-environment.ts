import { defineOperation } from './define.ts';
import { environmentResult } from './environment-result.ts';
import { environmentSettings } from './environment-settings.ts';
import { findEnvironment } from './find-environment.ts';

/** Changes what is given, takes away what is given empty, and leaves the rest; the name cannot change. */
export const updateEnvironment = defineOperation({
  op: 'update-environment',
  carryOut: async (context, operation) => {
    const { api, project } = context;
    const { id } = await findEnvironment(context, operation.environment);
    const change = environmentSettings(operation);
    return environmentResult(project, await api.environments.update(project.id, id, change), change);
  },
});
