import { SlipwayError } from '../core/errors.ts';
import type { GitLab, ProjectRef } from '../core/ports/gitlab.ts';
import type { WatchStore } from '../core/ports/stores.ts';
import { looksLikeProject, type ProjectReference, parseProject } from '../core/references.ts';
import type { CommandCall } from './define.ts';

/** The project a command is about, and the words left over. */
export interface NamedProject extends ProjectReference {
  readonly rest: readonly string[];
  /** It was left out, and stands for the one project the channel watches. */
  readonly implied: boolean;
}

/** What naming a project takes: the address people paste from, and what the channel watches. */
export interface NamingContext {
  readonly ports: {
    readonly gitlab: Pick<GitLab, 'baseUrl'>;
    readonly watches: Pick<WatchStore, 'ofChannel'>;
  };
}

/**
 * Takes the project from the first word, or from the channel when it watches exactly one.
 * @param plain whether a first word that does not look like a project is one nevertheless (ids), or belongs to the rest
 * @throws SlipwayError `project-missing`, `bad-project`, `foreign-url`
 */
export async function namedProject(
  context: NamingContext,
  call: Pick<CommandCall, 'person' | 'channel'>,
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

async function watchedProject(
  context: NamingContext,
  call: Pick<CommandCall, 'person' | 'channel'>,
): Promise<ProjectRef> {
  const watches = await context.ports.watches.ofChannel(call.person.team, call.channel);
  const [only, ...more] = watches;
  if (only !== undefined && more.length === 0) return only.project;
  throw new SlipwayError('project-missing', { watched: watches.map((watch) => watch.projectPath) });
}
