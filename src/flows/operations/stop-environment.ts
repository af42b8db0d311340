import type { Environment } from '../../core/deployment.ts';
import { SlipwayError } from '../../core/errors.ts';
import { type Fact, fact } from '../../core/notice.ts';
import { defineOperation } from './define.ts';
import { environmentResult } from './environment-result.ts';
import { findEnvironment } from './find-environment.ts';

/** Stops an environment. Whether it has a stop job, GitLab tells only by what happens (docs/adr/0016-stop-jobs.md). */
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
    const before = await findEnvironment(context, environment);
    const after = await api.environments.stop(project.id, before.id, { force });
    const result = environmentResult(project, after);
    return { ...result, details: [...outcome(before, after, force), ...result.details] };
  },
});

/** What became of the stop job, as far as GitLab's answer tells. */
function outcome(before: Environment, after: Environment, force: boolean): Fact[] {
  if (after.state === 'stopping') return [fact('stop-job-runs')];
  if (after.state !== 'stopped') return [];
  if (before.state === 'stopped') return [fact('stopped-before')];
  if (force) return [fact('stopped-by-force')];
  // Only servers that know this setting surely show an environment as stopping while its job runs.
  return after.autoStopSetting === null ? [] : [fact('no-stop-job')];
}
