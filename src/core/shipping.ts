import type { Ships } from './card.ts';
import type { Commit, MergedRequest, MergeRequest } from './deployment.ts';

/** All that lies between what an environment runs and what a deployment would bring. */
export interface Shipping {
  /** Sha of the environment's last success; `null` when nothing was ever deployed there. */
  readonly since: string | null;
  readonly compareUrl: string | null;
  /** GitLab's tier of the environment, where it tells. */
  readonly tier: string | null;
  /** Oldest first. */
  readonly commits: readonly Commit[];
  /** Newest first. */
  readonly mergeRequests: readonly MergeRequest[];
  /** Commits that no merge request accounts for, newest first. */
  readonly loose: readonly Commit[];
  /** Commits the environment runs now and would lose. */
  readonly behind: number;
  /** GitLab did not tell everything: there may be more commits, or some of the loose ones may have a merge request. */
  readonly uncertain: boolean;
}

/** What a card keeps of it: the modal reads the rest anew, as whoever opens it. */
const KEPT_REQUESTS = 3;
const KEPT_AUTHORS = 5;

/** The part that a card shows. */
export function shipsOf(shipping: Shipping): Ships {
  const authors = authorsOf(shipping.commits);
  return {
    since: shipping.since?.slice(0, 8) ?? null,
    compareUrl: shipping.compareUrl,
    commits: shipping.commits.length,
    authors: authors.length,
    names: authors.slice(0, KEPT_AUTHORS),
    mergeRequests: shipping.mergeRequests
      .slice(0, KEPT_REQUESTS)
      .map(({ iid, title, webUrl }) => ({ iid, title, webUrl })),
    requests: shipping.mergeRequests.length,
    loose: shipping.loose.length,
    behind: shipping.behind,
    uncertain: shipping.uncertain,
    tier: shipping.tier,
  };
}

/** Those who wrote the commits, each once, whoever wrote most first. */
function authorsOf(commits: readonly Commit[]): string[] {
  const counts = new Map<string, number>();
  for (const { author } of commits) {
    if (author !== null) counts.set(author, (counts.get(author) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
}

/** GitLab ends the message of a merge commit with `See merge request group/project!123`. */
const MERGE_LINE = /^See merge request (\S*)!(\d{1,9})\s*$/gmu;

/** A merge request that a commit's message names: a hint, since anybody may write such a line. */
export interface NamedRequest {
  readonly project: string;
  readonly iid: number;
}

/** The merge requests named by these commits, the newest first, each once. */
export function namedRequests(commits: readonly Commit[]): NamedRequest[] {
  const named = commits.flatMap(({ message }) => {
    const [, project = '', iid] = [...message.matchAll(MERGE_LINE)].at(-1) ?? [];
    return iid === undefined ? [] : [{ project, iid: Number(iid) }];
  });
  return [...new Map(named.toReversed().map((one) => [one.iid, one])).values()];
}

/**
 * Whether a merge request really is among the commits: it was merged, and one of its own commits is there. A server that
 * names none of them is believed where the line names this very project.
 */
export function isAmong(
  request: MergedRequest,
  shas: ReadonlySet<string>,
  named: NamedRequest | undefined,
  projectPath: string,
): boolean {
  if (!request.isMerged) return false;
  if (request.landedAs.length > 0) return request.landedAs.some((sha) => shas.has(sha));
  return named !== undefined && ['', projectPath].includes(named.project);
}

/**
 * The commits no known merge request accounts for, newest first. The line of first parents is what was put on the branch,
 * step by step; whatever a merge request's commit merged in is that merge request's. Where a merge commit belongs to
 * none, e.g. one branch pulled into another, each of its parents is such a line.
 * @param landed the commits that merge requests became
 */
export function unaccounted(commits: readonly Commit[], landed: ReadonlySet<string>): Commit[] {
  const rows = new Map(commits.map((commit) => [commit.sha, commit]));
  const isParent = new Set(commits.flatMap(({ parents = [] }) => parents));
  const open = commits.filter(({ sha, parents }) => parents !== undefined && !isParent.has(sha));
  // A server that names no parents: what follows the last merge request was put there without one.
  if (open.length === 0) return afterLast(commits, landed);
  const seen = new Set<string>();
  const loose = new Set<string>();
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    if (seen.has(commit.sha)) continue;
    seen.add(commit.sha);
    const { sha, parents = [] } = commit;
    const isLanded = landed.has(sha);
    if (!isLanded && parents.length < 2) loose.add(sha);
    const next = isLanded ? parents.slice(0, 1) : parents;
    open.push(...next.map((parent) => rows.get(parent)).filter((row) => row !== undefined));
  }
  return commits.filter(({ sha }) => loose.has(sha)).toReversed();
}

const afterLast = (commits: readonly Commit[], landed: ReadonlySet<string>): Commit[] =>
  commits.slice(commits.findLastIndex(({ sha }) => landed.has(sha)) + 1).toReversed();
