import { defineOperation } from './define.ts';
import { environmentResult } from './environment-result.ts';

/** Makes an environment; GitLab guesses the tier from the name where none is given. */
export const createEnvironment = defineOperation({
  op: 'create-environment',
  carryOut: async ({ api, project }, { op: _, project: __, ...wish }) =>
    environmentResult(project, await api.environments.create(project.id, wish)),
});
