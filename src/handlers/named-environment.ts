import { SlipwayError } from '../core/errors.ts';
import { EnvironmentId } from '../core/ids.ts';
import type { ProjectRef } from '../core/ports/gitlab.ts';
import { looksLikeProject, parseProject } from '../core/references.ts';
import type { CommandCall, HandlerContext } from './define.ts';
import { namedProject } from './named-project.ts';

/**
 * The environment a command names: `staging` in a channel that watches one project, `group/app staging`, or the
 * address of its page. An environment's name may hold a slash too, so a single word is an environment, not a project.
 * @throws SlipwayError `usage`, `project-missing`, `bad-project`, `foreign-url`
 */
export async function namedEnvironment(
  context: HandlerContext,
  call: CommandCall,
): Promise<{ project: ProjectRef; environment: EnvironmentId | string; rest: readonly string[] }> {
  const [first, second, ...rest] = call.args.words;
  if (first === undefined) throw new SlipwayError('usage', { problem: 'the environment is missing' });
  if (/^https?:\/\//iu.test(first)) {
    const { project, environmentId } = parseProject(first, context.ports.gitlab.baseUrl);
    if (environmentId !== undefined) {
      const environment = EnvironmentId.parse(environmentId);
      return { project, environment, rest: second === undefined ? [] : [second, ...rest] };
    }
  }
  if (second !== undefined && looksLikeProject(first)) {
    const { project } = parseProject(first, context.ports.gitlab.baseUrl);
    return { project, environment: second, rest };
  }
  if (/^https?:\/\//iu.test(first))
    throw new SlipwayError('usage', { problem: 'the environment is missing' });
  const { project } = await namedProject(context, call, [], 'rest');
  return { project, environment: first, rest: second === undefined ? [] : [second, ...rest] };
}
