import { askFirst } from '../../../flows/write.ts';
import { defineCommand } from '../../define.ts';
import { deploymentName, namedDeployment } from '../../named-deployment.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const deleteDeployment = defineCommand({
  root: 'deploy',
  name: 'delete',
  usage: '[project] <deployment>',
  summary: "Delete a deployment's record, after asking",
  examples: ['4711', 'acme/shop 4711'],
  options: [],
  run: async (context, call) => {
    const { target, rest } = await namedDeployment(context, call);
    assertNoMoreWords(rest, []);
    const operation = {
      op: 'delete-deployment' as const,
      project: target.project,
      deployment: deploymentName(target),
    };
    const { person, reply } = call;
    return { notice: await askFirst(context.ports, { kind: 'write', person, reply, operation }) };
  },
});
