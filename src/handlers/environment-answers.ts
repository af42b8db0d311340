import type { EnvironmentId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { ProjectRef } from '../core/ports/gitlab.ts';
import { asPerson } from '../flows/as-person.ts';
import { findProject } from '../flows/find-project.ts';
import { findEnvironment } from '../flows/operations/find-environment.ts';
import { environmentDetails } from '../slack/environments.ts';
import type { Rendered } from '../slack/text-objects.ts';
import type { HandlerContext } from './define.ts';

/**
 * One environment and what runs there, read with the person's own rights.
 * @throws SlipwayError `not-connected`, `project-not-found`, `environment-not-found`; GitLabError
 */
export async function shownEnvironment(
  context: HandlerContext,
  person: SlackPerson,
  named: { readonly project: ProjectRef; readonly environment: EnvironmentId | string },
): Promise<Rendered> {
  const { api } = await asPerson(context.ports, person);
  const project = await findProject(api, named.project);
  const environment = await findEnvironment({ api, project }, named.environment);
  return environmentDetails(project, environment, context.words);
}
