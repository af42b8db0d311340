import { defineCommand } from '../../define.ts';
import { shownDeployment } from '../../deployment-answers.ts';
import { namedDeployment } from '../../named-deployment.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const show = defineCommand({
  root: 'deploy',
  name: 'show',
  usage: '[project] <deployment>',
  summary: 'Show one deployment with its approvals',
  examples: ['4711', 'acme/shop 4711 public'],
  options: [],
  run: async (context, call) => {
    const { target, rest } = await namedDeployment(context, call);
    assertNoMoreWords(rest, []);
    return { message: await shownDeployment(context, call.person, target) };
  },
});
