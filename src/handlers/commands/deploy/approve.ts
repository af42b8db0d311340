import { decisionAct } from '../../decision-act.ts';
import { defineCommand } from '../../define.ts';

export const approve = defineCommand({
  root: 'deploy',
  name: 'approve',
  usage: '[project] <deployment> [as:rule] [comment]',
  summary: 'Approve a deployment that waits, as yourself',
  examples: ['4711', 'acme/shop 4711 as:Security Looks good'],
  options: ['as'],
  act: (context, call) => decisionAct(context, call, 'approved'),
});
