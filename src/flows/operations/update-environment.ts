import { defineOperation } from './define.ts';
import { environmentResult } from './environment-result.ts';
import { findEnvironment } from './find-environment.ts';

/** Changes what is given and leaves the rest; the name cannot change. */
export const updateEnvironment = defineOperation({
  op: 'update-environment',
  carryOut: async (context, { op: _, project: __, environment, ...change }) => {
    const { api, project } = context;
    const { id } = await findEnvironment(context, environment);
    return environmentResult(project, await api.environments.update(project.id, id, change));
  },
});
