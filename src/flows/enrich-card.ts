import type { CardRecord, Ships } from '../core/card.ts';
import type { Commit, Deployment, Environment, MergeRequest } from '../core/deployment.ts';
import type { CardId, ProjectId } from '../core/ids.ts';
import { compareUrl } from '../core/links.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { projectAt } from './read-deployment.ts';

/**
 * Adds to a card what the deployment would ship, after the card has been posted: the approval never waits for it.
 * @throws GitLabError, `store-unavailable`: the job tries again
 */
export async function enrichCard(ports: Ports, id: CardId): Promise<void> {
  const before = await ports.cards.get(id);
  if (before === undefined || before.ships !== undefined) return;
  const deployment = await ports.watcher.deployments.get(before.project, before.deployment);
  const ships = await readShips(ports.watcher, ports.gitlab.baseUrl, before, deployment);
  await ports.locks.hold(`card-${id}`, 15_000, async () => {
    const card = await ports.cards.get(id);
    if (card !== undefined) await ports.cards.put({ ...card, ships });
  });
  await ports.jobs.publish(before);
}

/**
 * What lies between the environment's last success and this deployment. GitLab links merge requests to a deployment only
 * after it succeeded, so they are read from the messages of the merge commits.
 */
export async function readShips(
  api: GitLabApi,
  baseUrl: string,
  card: Pick<CardRecord, 'project' | 'projectPath'>,
  deployment: Deployment,
): Promise<Ships> {
  const environment = await api.environments.get(card.project, deployment.environment.id);
  const last = environment.lastDeployment;
  if (last === null || last.sha === deployment.sha) return nothingToCompare(environment, last?.sha ?? null);
  const { commits } = await api.projects.compare(card.project, last.sha, deployment.sha);
  const iids = mergeRequestIids(commits);
  const mergeRequests = await mergeRequestsOf(api, card.project, iids);
  const project = projectAt(baseUrl, card.project, card.projectPath);
  return {
    since: last.sha.slice(0, 8),
    compareUrl: compareUrl(project, last.sha, deployment.sha),
    commits: commits.length,
    authors: new Set(commits.map((commit) => commit.author ?? '')).size,
    mergeRequests: mergeRequests.map(({ iid, title, webUrl }) => ({ iid, title, webUrl })),
    loose: looseCommits(commits),
    tier: environment.tier,
  };
}

const nothingToCompare = (environment: Environment, since: string | null): Ships => ({
  since: since?.slice(0, 8) ?? null,
  compareUrl: null,
  commits: 0,
  authors: 0,
  mergeRequests: [],
  loose: 0,
  tier: environment.tier,
});

async function mergeRequestsOf(
  api: GitLabApi,
  project: ProjectId,
  iids: readonly number[],
): Promise<readonly MergeRequest[]> {
  return iids.length === 0 ? [] : api.projects.mergeRequests(project, iids.slice(0, 100));
}

/** Merge commits end with `See merge request group/project!123`. */
const MERGE_LINE = /See merge request \S*!(\d+)/u;

function mergeRequestIids(commits: readonly Commit[]): number[] {
  const iids = commits.flatMap((commit) => {
    const iid = MERGE_LINE.exec(commit.message)?.[1];
    return iid === undefined ? [] : [Number(iid)];
  });
  return [...new Set(iids)].reverse();
}

/**
 * Commits after the first one that no merge commit follows. Compare lists oldest first, and a merge request's own
 * commits stand before its merge commit.
 */
function looseCommits(commits: readonly Commit[]): number {
  const lastMerge = commits.findLastIndex((commit) => MERGE_LINE.test(commit.message));
  return commits.length - 1 - lastMerge;
}
