import { isError, SlipwayError } from '../../../core/errors.ts';
import { asPerson } from '../../../flows/as-person.ts';
import { deploymentOfPage } from '../../../flows/deployment-of-page.ts';
import { findProject } from '../../../flows/find-project.ts';
import { readDeployment } from '../../../flows/read-deployment.ts';
import { deploymentDetails } from '../../../slack/details.ts';
import { defineCommand } from '../../define.ts';
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
    const { api } = await asPerson(context.ports, call.person);
    const project = await findProject(api, target.project);
    const id =
      'deployment' in target
        ? target.deployment
        : await deploymentOfPage(api, project.id, target.environment, target.iid);
    try {
      return {
        message: deploymentDetails(project, await readDeployment(api, project.id, id), context.words),
      };
    } catch (error) {
      if (!isError(error, 'gitlab-not-found')) throw error;
      throw new SlipwayError('deployment-not-found', { deployment: id, project: project.path });
    }
  },
});
