import { asPerson } from '../../../flows/as-person.ts';
import { findProject } from '../../../flows/find-project.ts';
import { findEnvironment } from '../../../flows/operations/find-environment.ts';
import { environmentDetails } from '../../../slack/environments.ts';
import { defineCommand } from '../../define.ts';
import { namedEnvironment } from '../../named-environment.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const show = defineCommand({
  root: 'env',
  name: 'show',
  usage: '[project] <environment>',
  summary: 'Show one environment and what runs there',
  examples: ['production', 'acme/shop production public'],
  options: [],
  run: async (context, call) => {
    const named = await namedEnvironment(context, call);
    assertNoMoreWords(named.rest, []);
    const { api } = await asPerson(context.ports, call.person);
    const project = await findProject(api, named.project);
    const environment = await findEnvironment({ api, project }, named.environment);
    return { message: environmentDetails(project, environment, context.words) };
  },
});
