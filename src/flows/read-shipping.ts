import type { Commit, Deployment, MergedRequest } from '../core/deployment.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { ProjectId } from '../core/ids.ts';
import { compareUrl } from '../core/links.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import { isAmong, namedRequests, type Shipping, unaccounted } from '../core/shipping.ts';
import { projectAt } from './read-deployment.ts';

interface Place {
  readonly project: ProjectId;
  readonly projectPath: string;
}

/**
 * What lies between the environment's last success and this deployment. GitLab links merge requests to a deployment only
 * after it succeeded, so until then they are found by their commits.
 * @throws GitLabError
 */
export async function readShipping(
  api: GitLabApi,
  baseUrl: string,
  { project, projectPath }: Place,
  deployment: Deployment,
): Promise<Shipping> {
  const { lastDeployment: last, tier } = await api.environments.get(project, deployment.environment.id);
  const nothing = { commits: [], mergeRequests: [], loose: [], behind: 0, uncertain: false, tier };
  if (last === null || last.sha === deployment.sha)
    return { ...nothing, since: last?.sha ?? null, compareUrl: null };
  const [{ commits, timedOut }, behind] = await Promise.all([
    api.projects.compare(project, last.sha, deployment.sha),
    commitsLost(api, project, last.sha, deployment.sha),
  ]);
  const found = await requestsIn(api, { project, projectPath }, commits, last.createdAt ?? undefined);
  return {
    ...nothing,
    ...found,
    since: last.sha,
    compareUrl: compareUrl(projectAt(baseUrl, project, projectPath), last.sha, deployment.sha),
    commits,
    behind: behind ?? 0,
    uncertain: timedOut || behind === undefined || found.uncertain,
  };
}

/** What runs now and is not in the deployment: nothing, but for an older version or another branch. */
const commitsLost = (
  api: GitLabApi,
  project: ProjectId,
  running: string,
  deploying: string,
): Promise<number | undefined> =>
  orUndefined(async () => (await api.projects.compare(project, deploying, running)).commits.length);

type Found = Pick<Shipping, 'mergeRequests' | 'loose' | 'uncertain'>;

/** Asking for a commit's merge request costs a request each: only what no cheaper way explains, and no more than these. */
const MOST_LOOKED_UP = 20;
const MOST_PAGES = 3;

async function requestsIn(
  api: GitLabApi,
  place: Place,
  commits: readonly Commit[],
  since: string | undefined,
): Promise<Found> {
  const shas = new Set(commits.map(({ sha }) => sha));
  const known = new Map<number, MergedRequest>();
  const accounted = new Set<string>();
  const take = (requests: readonly MergedRequest[]): void => {
    for (const request of requests) {
      known.set(request.iid, request);
      for (const sha of request.landedAs) accounted.add(sha);
    }
  };
  const left = () => unaccounted(commits, accounted);
  take(await namedIn(api, place, commits, shas));
  let page: number | undefined = left().length === 0 ? undefined : 1;
  let uncertain = false;
  for (let read = 0; read < MOST_PAGES && page !== undefined && left().length > 0; read += 1) {
    const number: number = page;
    const rows = await orUndefined(() => api.projects.merged(place.project, since, number));
    take((rows?.items ?? []).filter((request) => isAmong(request, shas, undefined, place.projectPath)));
    uncertain ||= rows === undefined;
    page = rows?.next;
  }
  const unexplained = left();
  for (const { sha } of unexplained.slice(0, MOST_LOOKED_UP)) {
    const rows = await orUndefined(() => api.projects.mergeRequestsOfCommit(place.project, sha));
    const merged = rows?.filter(({ isMerged }) => isMerged) ?? [];
    take(merged);
    if (merged.length > 0) accounted.add(sha);
    uncertain ||= rows === undefined;
    if (rows === undefined) break;
  }
  const loose = left();
  uncertain ||= loose.length > 0 && unexplained.length > MOST_LOOKED_UP;
  return { mergeRequests: inOrder(known, commits), loose, uncertain };
}

/** Those that merge commits name, once GitLab confirms that they are what they are said to be. */
async function namedIn(
  api: GitLabApi,
  { project, projectPath }: Place,
  commits: readonly Commit[],
  shas: ReadonlySet<string>,
): Promise<readonly MergedRequest[]> {
  const named = new Map(namedRequests(commits).map((one) => [one.iid, one]));
  if (named.size === 0) return [];
  const requests = await api.projects.mergeRequests(project, [...named.keys()]);
  return requests.filter((request) => isAmong(request, shas, named.get(request.iid), projectPath));
}

/** As their commits came, the newest first. */
function inOrder(known: ReadonlyMap<number, MergedRequest>, commits: readonly Commit[]): MergedRequest[] {
  const places = new Map(commits.map(({ sha }, index) => [sha, index]));
  const placeOf = ({ landedAs }: MergedRequest): number =>
    Math.max(-1, ...landedAs.map((sha) => places.get(sha) ?? -1));
  return [...known.values()].sort((one, other) => placeOf(other) - placeOf(one) || other.iid - one.iid);
}

/** A detail that GitLab does not tell leaves the rest as it is. */
async function orUndefined<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GitLabError) return undefined;
    throw error;
  }
}
