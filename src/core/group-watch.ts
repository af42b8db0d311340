import { z } from 'zod';
import { ProjectId, type SlackUserId } from './ids.ts';
import { type Pause, Watch, WatchName } from './watch.ts';

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
const GroupWatchName = GroupWatch.pick({ team: true, channel: true, group: true });
export type GroupWatchName = z.infer<typeof GroupWatchName>;

/** What a channel watches by somebody's word: a project for itself, or a group. */
export const AnyWatch = z.union([GroupWatch, Watch]);
export type AnyWatch = z.infer<typeof AnyWatch>;

export const AnyWatchName = z.union([WatchName, GroupWatchName]);
export type AnyWatchName = z.infer<typeof AnyWatchName>;

/** One with a person behind it. */
export type AnyOwnWatch = AnyWatch & { readonly madeBy: SlackUserId };

export type AnyPausedWatch = AnyOwnWatch & { readonly paused: Pause };

export const isGroupWatch = (watch: AnyWatch): watch is GroupWatch => 'projects' in watch;

/** Whether a name is a group's. A watch may stand for its own name. */
export const isGroupName = (name: AnyWatchName): name is GroupWatchName => !('project' in name);

/** The name as part of an identity; a project's and a group's never are the same. */
export const keyOfWatch = (name: AnyWatchName): string =>
  `${name.team}-${name.channel}-${isGroupName(name) ? `g${name.group}` : name.project}`;

/** What it is called where no more is known than its name. */
export const wordFor = (name: AnyWatchName): string =>
  isGroupName(name) ? groupPattern(String(name.group)) : String(name.project);

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
