import { asPerson } from '../../../flows/as-person.ts';
import { findProject } from '../../../flows/find-project.ts';
import { findDeployment } from '../../../flows/operations/find-deployment.ts';
import { shippedBy } from '../../../flows/shipped-by.ts';
import { changesMessage } from '../../../slack/changes.ts';
import { CHANGES_OPTIONS, changesQuery } from '../../changes-query.ts';
import { defineCommand } from '../../define.ts';
import { deploymentName, namedDeployment } from '../../named-deployment.ts';
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
    const { api } = await asPerson(context.ports, call.person);
    const project = await findProject(api, target.project);
    const id = await findDeployment({ api, project }, deploymentName(target));
    const shipped = await shippedBy(api, context.ports.gitlab.baseUrl, project, id, query);
    return { message: changesMessage(project, id, shipped, context.words) };
  },
});
