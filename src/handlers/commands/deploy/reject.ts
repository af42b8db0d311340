import { SlipwayError } from '../../../core/errors.ts';
import { decisionAct } from '../../decision-act.ts';
import { defineCommand } from '../../define.ts';

export const reject = defineCommand({
  root: 'deploy',
  name: 'reject',
  usage: '[project] <deployment> [as:rule] <reason>',
  summary: 'Reject a deployment that waits, with a reason; this ends it',
  examples: ['4711 The migration is not reviewed', 'acme/shop 4711 Wrong version'],
  options: ['as'],
  act: async (context, call) => {
    const act = await decisionAct(context, call, 'rejected');
    if (act.comment === undefined) throw new SlipwayError('reason-missing');
    return act;
  },
});
