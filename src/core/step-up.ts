import { z } from 'zod';
import { GitLabUserId, ProjectId, Revision, type TeamId } from './ids.ts';
import { matchesPatterns, type Watch } from './watch.ts';

/** A person's yes on a page of ours, given right after signing in to GitLab anew. */
export const Confirmed = z.object({
  /** Names the yes; tells nothing of the link it was given through. */
  id: z.string(),
  /** Epoch ms. */
  at: z.number(),
  /** What they said yes to. */
  project: ProjectId,
  revision: Revision,
  sha: z.string(),
  /** Whom GitLab said it was. */
  gitlabUser: GitLabUserId,
});
export type Confirmed = z.infer<typeof Confirmed>;

/** Milliseconds a yes may wait before it is carried out, and the longest that anything of it is kept. */
export const CONFIRM_MS = 10 * 60_000;

/**
 * Whether approvals of an environment take a fresh sign-in: the environment is marked by any watch of its project in the
 * workspace, so that it is marked wherever the approval comes from. A paused watch marks too. The mark goes by the
 * environment's name alone: a developer may change its tier, and what a watch hears of says nothing about what needs care.
 * @param watches all watches of the project
 */
export const isMarked = (watches: readonly Watch[], team: TeamId, environment: string): boolean =>
  watches.some(
    (watch) => watch.team === team && marks(watch) && matchesPatterns(watch.environments, environment),
  );

/** What a mark goes by. */
type Marking = Pick<Watch, 'confirm' | 'environments'>;

/** Whether a watch marks the environments it covers. */
export const marks = (watch: Pick<Watch, 'confirm'>): boolean => watch.confirm === 'browser';

/**
 * Whether replacing one watch by another leaves environments unmarked. Patterns are not compared in what they mean: any
 * other list than the same, or one that covers everything, counts as fewer.
 */
export function unmarks(old: Marking, next: Marking): boolean {
  if (!marks(old)) return false;
  return (
    !marks(next) || !(next.environments.length === 0 || samePatterns(old.environments, next.environments))
  );
}

const samePatterns = (one: readonly string[], other: readonly string[]): boolean =>
  one.length > 0 && one.length === other.length && one.every((pattern) => other.includes(pattern));
