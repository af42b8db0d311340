import type { CardRecord } from '../core/card.ts';
import type { Deployment } from '../core/deployment.ts';
import { isError } from '../core/errors.ts';
import { wholeFingerprint } from '../core/fingerprint.ts';
import type { DeploymentId, ProjectId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';

/** How many deployments are read at a time. */
const AT_ONCE = 5;

/** While one of these is shown, GitLab may learn something that no list tells: a vote, or that the job was run. */
const UNTOLD: ReadonlySet<string> = new Set(['awaiting-approval', 'ready', 'manual', 'unknown']);

/**
 * Queues the open cards whose deployment now says something else than what the card last showed. One request for each
 * deployment that waits; the list tells everything about the others, and a superseded one is published anew when the
 * newer deployment changes.
 * @param news rows whose cards are queued already
 * @throws GitLabError, `store-unavailable`
 */
export async function queueStaleCards(
  ports: Pick<Ports, 'watcher' | 'jobs'>,
  project: ProjectId,
  cards: readonly CardRecord[],
  news: readonly Deployment[],
): Promise<void> {
  const covered = new Set<number>(news.map((row) => row.id));
  const rest = cards.filter((card) => !covered.has(card.deployment) && canBeStale(card));
  const ids = [...new Set(rest.map((card) => card.deployment))];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    await Promise.all(
      ids.slice(from, from + AT_ONCE).map(async (id) => {
        const truth = await truthOf(ports, project, id);
        const stale = rest.filter((card) => card.deployment === id && card.truth !== truth);
        for (const card of stale.flatMap((one) => [one, ...olderThan(one, cards)])) {
          const { team, channel, deployment } = card;
          await ports.jobs.publish({ team, channel, project, deployment });
        }
      }),
    );
  }
}

/** Whether what changes next may leave no trace in the list. A card without a phase was begun by a process that died. */
export const canBeStale = (card: CardRecord): boolean => card.phase === undefined || UNTOLD.has(card.phase);

/** A job that was run no longer supersedes what waits behind it. */
const olderThan = (card: CardRecord, cards: readonly CardRecord[]): CardRecord[] =>
  cards.filter((one) => one.environment === card.environment && one.deployment < card.deployment);

/** A deployment that is gone equals nothing a card shows: publishing the card closes it. */
async function truthOf(
  { watcher }: Pick<Ports, 'watcher'>,
  project: ProjectId,
  id: DeploymentId,
): Promise<string> {
  try {
    return wholeFingerprint(await watcher.deployments.get(project, id));
  } catch (error) {
    if (isError(error, 'gitlab-not-found')) return 'gone';
    throw error;
  }
}
