import { defineCommand } from '../../define.ts';
import { namedDeployment } from '../../named-deployment.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const retry = defineCommand({
  root: 'deploy',
  name: 'retry',
  usage: '[project] <deployment>',
  summary: 'Run the failed job of a deployment again',
  examples: ['4711', 'acme/shop 4711'],
  options: [],
  act: async (context, call) => {
    const { target, rest } = await namedDeployment(context, call);
    assertNoMoreWords(rest, []);
    return { kind: 'run', person: call.person, reply: call.reply, target, again: true };
  },
});
