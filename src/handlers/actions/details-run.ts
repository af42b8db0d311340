import { SlipwayError } from '../../core/errors.ts';
import { ACTION } from '../../slack/ids.ts';
import { decodeDeploymentControl } from '../../slack/row-values.ts';
import { defineAction } from '../define.ts';

/** *Run* below the details of a deployment. */
export const detailsRun = defineAction({
  actionId: ACTION.detailsRun,
  accept: async ({ ports }, { person, reply, value }) => {
    const target = decodeDeploymentControl(value);
    if (target === undefined) throw new SlipwayError('control-unknown');
    await ports.jobs.act({ kind: 'run', person, reply, target, again: false });
  },
});
