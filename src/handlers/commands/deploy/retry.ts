import { defineCommand } from '../../define.ts';
import { namedDeployment } from '../../named-deployment.ts';

export const retry = defineCommand({
  root: 'deploy',
  name: 'retry',
  usage: '[project] <deployment>',
  summary: 'Run the failed job of a deployment again',
  examples: ['4711', 'acme/shop 4711'],
  options: [],
  act: async (context, call) => {
    const { target } = await namedDeployment(context, call);
    return { kind: 'run', person: call.person, reply: call.reply, target, again: true };
  },
});
