import { defineCommand } from '../../define.ts';
import { namedDeployment } from '../../named-deployment.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const run = defineCommand({
  root: 'deploy',
  name: 'run',
  usage: '[project] <deployment>',
  summary: 'Run the job of a deployment that is approved or manual',
  examples: ['4711', 'acme/shop 4711'],
  options: [],
  act: async (context, call) => {
    const { target, rest } = await namedDeployment(context, call);
    assertNoMoreWords(rest, []);
    return { kind: 'run', person: call.person, reply: call.reply, target, again: false };
  },
});
