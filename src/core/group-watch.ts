import { z } from 'zod';
import { ProjectId } from './ids.ts';
import { Watch } from './watch.ts';

/**
 * A channel's wish to hear of every project of a group and its sub-groups. Each project it covers has a watch of its own,
 * which names the group and says the same.
 */
export const GroupWatch = Watch.omit({ project: true, group: true }).extend({
  group: z.number().int().positive(),
  /** Those its maker may read, as last seen. */
  projects: z.array(ProjectId),
  /** How many others there are. */
  hidden: z.number(),
});
export type GroupWatch = z.infer<typeof GroupWatch>;

/** What names it: a channel watches a group once. */
export type GroupWatchName = Pick<GroupWatch, 'team' | 'channel' | 'group'>;

/** How it is written, and shown: `acme/*`. */
export const groupPattern = (path: string): string => `${path}/*`;

/** The group that a word names as `acme/*` or by its address; `undefined` for anything else. */
export const groupNamed = (word: string): string | undefined => {
  if (word.endsWith('/*')) return word.slice(0, -2);
  return /^https?:\/\/[^/]+\/(?:[^?#]*\/)?groups\//iu.test(word) ? word.replace(/[?#].*$/u, '') : undefined;
};

/** The watch of one of its projects. */
export function memberWatch(watch: GroupWatch, project: ProjectId, projectPath: string): Watch {
  const { projects: _projects, hidden: _hidden, confirmedAt: _confirmedAt, file: _file, ...rule } = watch;
  return { ...rule, project, projectPath };
}
