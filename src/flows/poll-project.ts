import type { CardRecord } from '../core/card.ts';
import type { Deployment } from '../core/deployment.ts';
import { rowFingerprint, wholeFingerprint } from '../core/fingerprint.ts';
import type { DeploymentId, ProjectId } from '../core/ids.ts';
import { isFinal, isWaiting, phaseOf } from '../core/phase.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { PollState } from '../core/ports/stores.ts';
import { type Watch, wantsCard } from '../core/watch.ts';
import { changedRows, OVERLAP_MS } from './changed-rows.ts';
import { readDeployment } from './read-deployment.ts';

/** What a poll found out about a project, for the pace of the next one. */
export interface PollResult {
  /** Somebody waits, or something runs. */
  readonly hot: boolean;
  /** Nobody watches the project any more. */
  readonly forgotten: boolean;
  readonly changedAt: number;
}

const UNSEEN: PollState = { watermark: undefined, seen: {}, failures: 0, changedAt: 0 };

/**
 * Compares a project's deployments with what was last seen and queues the cards that must be posted or edited.
 * One list request, and one more for each deployment that waits: an approval leaves no trace in the list.
 *
 * The cards are queued before the new state is written, so that a crash in between repeats work and loses none.
 * @throws GitLabError, `store-unavailable`
 */
export async function pollProject(ports: Ports, project: ProjectId): Promise<PollResult> {
  const [watches, cards, known] = await Promise.all([
    ports.watches.ofProject(project),
    ports.cards.open(project),
    ports.polls.read(project),
  ]);
  if (watches.length === 0 && cards.length === 0) {
    await ports.polls.forget(project);
    return { hot: false, forgotten: true, changedAt: 0 };
  }
  const state = known ?? UNSEEN;
  const rows = await changedRows(ports.watcher, project, state.watermark, known === undefined);
  const fresh = rows.filter((row) => state.seen[row.id] !== rowFingerprint(row));
  // On the first look only what is going on now is news; the project's past is not.
  const news = known === undefined ? fresh.filter((row) => !isFinal(phaseOf(row))) : fresh;
  await queueCards(ports, project, watches, cards, news);
  await queueStaleCards(ports, project, cards, news);
  const changedAt = fresh.length > 0 ? ports.clock.now() : state.changedAt;
  await ports.polls.write(project, nextState(state, rows, changedAt));
  const hot = cards.length > 0 || news.some((row) => !isFinal(phaseOf(row)));
  return { hot, forgotten: false, changedAt };
}

/** A card for every channel that wants one, and an edit for every card there is, of each changed deployment. */
async function queueCards(
  ports: Ports,
  project: ProjectId,
  watches: readonly Watch[],
  cards: readonly CardRecord[],
  news: readonly Deployment[],
): Promise<void> {
  for (const row of news) {
    const phase = isWaiting(phaseOf(row)) ? await phaseNow(ports, project, row.id) : phaseOf(row);
    const wanted = watches.filter((watch) => wantsCard(watch, row.environment.name, phase));
    const present = cards.filter((card) => card.deployment === row.id);
    // A newer deployment can supersede the cards of older ones of its environment, or, once rejected, free them.
    const older = cards.filter(
      (card) => card.environment === row.environment.name && card.deployment < row.id,
    );
    for (const { team, channel } of wanted) {
      await ports.jobs.publish({ team, channel, project, deployment: row.id });
    }
    for (const { team, channel, deployment } of [...present, ...older]) {
      await ports.jobs.publish({ team, channel, project, deployment });
    }
  }
}

/** A list row knows nothing of approvals: only the whole answer tells a manual job from one that awaits approval. */
async function phaseNow(ports: Ports, project: ProjectId, id: DeploymentId) {
  return phaseOf(await ports.watcher.deployments.get(project, id));
}

/** Open cards whose deployment now says something else than what the card last showed. */
async function queueStaleCards(
  ports: Ports,
  project: ProjectId,
  cards: readonly CardRecord[],
  news: readonly Deployment[],
): Promise<void> {
  const covered = new Set<number>(news.map((row) => row.id));
  const rest = cards.filter((card) => !covered.has(card.deployment));
  for (const id of new Set(rest.map((card) => card.deployment))) {
    const same = rest.filter((card) => card.deployment === id);
    const reading = await readDeployment(ports.watcher, project, id, same[0]?.environment);
    const truth = wholeFingerprint(reading.deployment, reading.supersededBy?.id);
    for (const { team, channel, truth: shown } of same) {
      if (shown !== truth) await ports.jobs.publish({ team, channel, project, deployment: id });
    }
  }
}

/** Rows older than the overlap are never listed again, so they need not be remembered. */
function nextState(state: PollState, rows: readonly Deployment[], changedAt: number): PollState {
  const newest = rows.reduce<string | undefined>(later, state.watermark);
  const keepFrom = newest === undefined ? 0 : Date.parse(newest) - 2 * OVERLAP_MS;
  const kept = Object.entries(state.seen).filter(
    ([, seen]) => Date.parse(seen.split('|')[0] ?? '') >= keepFrom,
  );
  const seen = Object.fromEntries([...kept, ...rows.map((row) => [row.id, rowFingerprint(row)] as const)]);
  return { watermark: newest, seen, failures: 0, changedAt };
}

const later = (newest: string | undefined, row: Deployment): string =>
  newest === undefined || Date.parse(row.updatedAt) > Date.parse(newest) ? row.updatedAt : newest;
