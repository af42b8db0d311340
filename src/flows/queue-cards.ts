import type { CardRecord } from '../core/card.ts';
import type { Deployment } from '../core/deployment.ts';
import type { ProjectId } from '../core/ids.ts';
import { isFinal, isWaiting, type Phase, phaseOf } from '../core/phase.ts';
import type { Ports } from '../core/ports/ports.ts';
import { cardIdOf } from '../core/revision.ts';
import { asksForTier, type Happening, type Watch, wantsCard } from '../core/watch.ts';
import { compareAnew } from './enrich-card.ts';
import { readDeployment } from './read-deployment.ts';
import { tierOf } from './tier-of.ts';

/** How far back a deployment is looked for that waits again. */
const NEWEST = 20;

type Needs = Pick<Ports, 'watcher' | 'cards' | 'jobs' | 'tiers'>;

/** What a poll knows of a project besides its news. */
export interface Following {
  readonly project: ProjectId;
  readonly watches: readonly Watch[];
  /** Open ones. */
  readonly cards: readonly CardRecord[];
}

/**
 * Queues a card for every channel that wants one, and an edit for every card there is, of each changed deployment.
 * @throws GitLabError, `store-unavailable`
 */
export async function queueCards(
  ports: Needs,
  following: Following,
  news: readonly Deployment[],
): Promise<void> {
  for (const row of news) {
    await queueWanted(ports, following, row, await phaseNow(ports, following.project, row));
    await queueTouched(ports, following, row);
    if (phaseOf(row) === 'success') await compareAnew(ports, following.cards, row);
  }
  const ended = news.filter((row) => isFinal(phaseOf(row)) && phaseOf(row) !== 'success');
  // The newest of each environment stands for those before it, so that a wave of failures costs one request.
  const newest = new Map([...ended].sort((a, b) => a.id - b.id).map((row) => [row.environment.name, row]));
  for (const row of newest.values()) await queueFreed(ports, following, row);
}

/** A list row knows nothing of approvals: only the whole answer tells a manual job from one that awaits approval. */
async function phaseNow({ watcher }: Needs, project: ProjectId, row: Deployment): Promise<Phase> {
  const phase = phaseOf(row);
  return isWaiting(phase) ? phaseOf(await watcher.deployments.get(project, row.id)) : phase;
}

async function queueWanted(
  ports: Needs,
  { project, watches }: Following,
  row: Deployment,
  phase: Phase,
): Promise<void> {
  for (const watch of watches) {
    const { team, channel } = watch;
    const request = { team, channel, project, deployment: row.id };
    const isWanted = await wants(ports, watch, row, phase);
    // A card that was closed lives on when its deployment does: a superseded job can still be run.
    if (isWanted || (await ports.cards.get(cardIdOf(request))) !== undefined)
      await ports.jobs.publish(request);
  }
}

/** The tier is asked for last: only where everything else fits, and the watch goes by it. */
async function wants(ports: Needs, watch: Watch, row: Deployment, phase: Phase): Promise<boolean> {
  const happening: Happening = {
    environment: row.environment.name,
    tier: undefined,
    ref: row.ref,
    by: row.requestedBy?.username,
    phase,
  };
  if (!asksForTier(watch) || !wantsCard(watch, happening)) return wantsCard(watch, happening);
  return wantsCard(watch, { ...happening, tier: await tierOf(ports, watch.project, row.environment) });
}

/** A newer deployment can supersede the cards of older ones of its environment, or, once rejected, free them. */
async function queueTouched(ports: Needs, { project, cards }: Following, row: Deployment): Promise<void> {
  const touched = cards.filter(
    (card) =>
      card.deployment === row.id ||
      card.older.includes(row.id) ||
      (card.environment === row.environment.name && card.deployment < row.id),
  );
  for (const { team, channel, deployment } of touched) {
    await ports.jobs.publish({ team, channel, project, deployment });
  }
}

/**
 * The deployment that waited behind one that ended without success may have no card yet: it was superseded when the
 * project was first looked at.
 */
async function queueFreed(ports: Needs, following: Following, row: Deployment): Promise<void> {
  const { project } = following;
  const environment = row.environment.name;
  const page = await ports.watcher.deployments.list(project, {
    environment,
    orderBy: 'id',
    sort: 'desc',
    perPage: NEWEST,
  });
  const freed = page.items.find((one) => one.id < row.id && isWaiting(phaseOf(one)));
  if (freed === undefined) return;
  const reading = await readDeployment(ports.watcher, project, freed.id, environment);
  if (isWaiting(reading.phase)) await queueWanted(ports, following, freed, reading.phase);
}
