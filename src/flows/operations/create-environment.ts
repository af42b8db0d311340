import { defineOperation } from './define.ts';
import { environmentResult } from './environment-result.ts';
import { environmentSettings } from './environment-settings.ts';

/** Makes an environment; GitLab guesses the tier from the name where none is given. */
export const createEnvironment = defineOperation({
  op: 'create-environment',
  carryOut: async ({ api, project }, operation) => {
    const wish = { name: operation.name, ...environmentSettings(operation) };
    return environmentResult(project, await api.environments.create(project.id, wish));
  },
});
