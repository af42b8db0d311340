import { SlipwayError } from '../../core/errors.ts';
import { fact } from '../../core/notice.ts';
import { defineOperation } from './define.ts';
import { environmentResult } from './environment-result.ts';
import { findEnvironment } from './find-environment.ts';

/** Stops an environment. Whether it has a stop job, GitLab tells only by what happens. */
export const stopEnvironment = defineOperation({
  op: 'stop-environment',
  preview: async (context, operation) => {
    const { environment, force } = operation;
    const found = await findEnvironment(context, environment);
    if (found.state === 'stopped' || (found.state === 'stopping' && !force)) {
      throw new SlipwayError('nothing-to-do', { environment: found.name, state: found.state });
    }
    const effects = [
      fact('subject', found.name),
      ...(found.tier === null ? [] : [fact('tier', found.tier)]),
      ...(found.externalUrl === null ? [] : [fact('address', found.externalUrl)]),
      fact(force ? 'forced' : 'stop-job'),
    ];
    return { effects, operation: { ...operation, environment: found.id } };
  },
  carryOut: async (context, { environment, force }) => {
    const { api, project } = context;
    const { id } = await findEnvironment(context, environment);
    return environmentResult(project, await api.environments.stop(project.id, id, { force }));
  },
});
