import { SlipwayError } from '../core/errors.ts';
import type { ProjectRef } from '../core/ports/gitlab.ts';
import { looksLikeProject, type ProjectReference, parseProject } from '../core/references.ts';
import type { CommandCall, HandlerContext } from './define.ts';

/** The project a command is about, and the words left over. */
export interface NamedProject extends ProjectReference {
  readonly rest: readonly string[];
  /** It was left out, and stands for the one project the channel watches. */
  readonly implied: boolean;
}

/**
 * Takes the project from the first word, or from the channel when it watches exactly one.
 * @param plain whether a first word that does not look like a project is one nevertheless (ids), or belongs to the rest
 * @throws SlipwayError `project-missing`, `bad-project`, `foreign-url`
 */
export async function namedProject(
  context: HandlerContext,
  call: CommandCall,
  words: readonly string[],
  plain: 'project' | 'rest',
): Promise<NamedProject> {
  const [first, ...rest] = words;
  if (first !== undefined && (plain === 'project' || looksLikeProject(first))) {
    return { ...parseProject(first, context.ports.gitlab.baseUrl), rest, implied: false };
  }
  const project = await watchedProject(context, call);
  return { project, rest: words, implied: true };
}

async function watchedProject(context: HandlerContext, call: CommandCall): Promise<ProjectRef> {
  const watches = await context.ports.watches.ofChannel(call.person.team, call.channel);
  const [only, ...more] = watches;
  if (only !== undefined && more.length === 0) return only.project;
  throw new SlipwayError('project-missing', { watched: watches.map((watch) => watch.projectPath) });
}
