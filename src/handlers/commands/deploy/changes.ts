import { CHANGES_OPTIONS, changesQuery } from '../../changes-query.ts';
import { defineCommand } from '../../define.ts';
import { shippedAnswer } from '../../deployment-answers.ts';
import { namedDeployment } from '../../named-deployment.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const changes = defineCommand({
  root: 'deploy',
  name: 'changes',
  usage:
    '[project] <deployment> [state:] [order:] [sort:] [author:] [label:] [milestone:] [search:] [page:] …',
  summary:
    'List the merge requests a deployment ships; takes all of the merge-request filters in docs/api.md',
  examples: ['4711', 'acme/shop 4711 label:risk author:dana'],
  options: CHANGES_OPTIONS,
  run: async (context, call) => {
    const { target, rest } = await namedDeployment(context, call);
    assertNoMoreWords(rest, CHANGES_OPTIONS);
    const query = changesQuery(call.args.options, context.ports.clock.now());
    return { message: await shippedAnswer(context, call.person, target, query) };
  },
});
