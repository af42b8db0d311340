import { SlipwayError } from '../../../core/errors.ts';
import { WRITABLE_STATUSES } from '../../../core/operations.ts';
import { defineCommand } from '../../define.ts';
import { deploymentName, namedDeployment } from '../../named-deployment.ts';
import { writableStatus } from '../../writable-status.ts';

export const update = defineCommand({
  root: 'deploy',
  name: 'update',
  usage: `[project] <deployment> status:<${WRITABLE_STATUSES.join('|')}>`,
  summary: 'Set the status of a deployment that was recorded by hand',
  examples: ['4711 status:success', 'acme/shop 4711 status:failed'],
  options: ['status'],
  act: async (context, call) => {
    const { target } = await namedDeployment(context, call);
    const status = call.args.options.get('status');
    if (status === undefined) throw new SlipwayError('usage', { problem: '`status:` is missing' });
    const operation = {
      op: 'update-deployment' as const,
      project: target.project,
      deployment: deploymentName(target),
      status: writableStatus(status),
    };
    return { kind: 'write', person: call.person, reply: call.reply, operation };
  },
});
