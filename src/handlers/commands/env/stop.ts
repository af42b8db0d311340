import { askFirst } from '../../../flows/write.ts';
import { defineCommand } from '../../define.ts';
import { namedEnvironment } from '../../named-environment.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const stop = defineCommand({
  root: 'env',
  name: 'stop',
  usage: '[project] <environment> [force]',
  summary: 'Stop an environment, after showing what would happen',
  examples: ['review/checkout', 'acme/shop review/checkout force'],
  options: [],
  flags: ['force'],
  run: async (context, call) => {
    const { project, environment, rest } = await namedEnvironment(context, call);
    const isWord = rest.at(-1)?.toLowerCase() === 'force';
    assertNoMoreWords(isWord ? rest.slice(0, -1) : rest, []);
    const force = isWord || call.args.options.has('force');
    const operation = { op: 'stop-environment' as const, project, environment, force };
    const { person, reply } = call;
    return { notice: await askFirst(context.ports, { kind: 'write', person, reply, operation }) };
  },
});
