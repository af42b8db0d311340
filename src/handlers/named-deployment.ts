import type { Target } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import { EnvironmentId } from '../core/ids.ts';
import type { DeploymentName } from '../core/operations.ts';
import { parseDeploymentId } from '../core/references.ts';
import type { CommandCall } from './define.ts';
import { type NamingContext, namedProject } from './named-project.ts';

/** A deployment named by project and number, not by a card. */
export type NamedTarget = Exclude<Target, { card: unknown }>;

/**
 * The deployment a command names: `4711`, `group/app 4711`, or the address of its page; and the words left over.
 * @throws SlipwayError `usage`, `project-missing`, `bad-project`, `bad-deployment`, `foreign-url`
 */
export async function namedDeployment(
  context: NamingContext,
  call: Pick<CommandCall, 'person' | 'channel' | 'args'>,
): Promise<{ target: NamedTarget; rest: readonly string[] }> {
  const named = await namedProject(context, call, call.args.words, 'rest');
  if (named.deploymentIid !== undefined && named.environmentId !== undefined) {
    const environment = EnvironmentId.parse(named.environmentId);
    return { target: { project: named.project, environment, iid: named.deploymentIid }, rest: named.rest };
  }
  const [id, ...rest] = named.rest;
  if (id === undefined) throw new SlipwayError('usage', { problem: 'the deployment is missing' });
  return { target: { project: named.project, deployment: parseDeploymentId(id) }, rest };
}

/** The deployment of a target by itself, for acts that name the project apart. */
export const deploymentName = (target: NamedTarget): DeploymentName =>
  'deployment' in target ? target.deployment : { environment: target.environment, iid: target.iid };
