import { askFirst } from '../../../flows/write.ts';
import { defineCommand } from '../../define.ts';
import { namedEnvironment } from '../../named-environment.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const deleteEnvironment = defineCommand({
  root: 'env',
  name: 'delete',
  usage: '[project] <environment>',
  summary: 'Delete a stopped environment, after asking',
  examples: ['review/checkout', 'acme/shop review/checkout'],
  options: [],
  run: async (context, call) => {
    const { project, environment, rest } = await namedEnvironment(context, call);
    assertNoMoreWords(rest, []);
    const operation = { op: 'delete-environment' as const, project, environment };
    const { person, reply } = call;
    return { notice: await askFirst(context.ports, { kind: 'write', person, reply, operation }) };
  },
});
