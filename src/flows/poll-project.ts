import type { CardRecord } from '../core/card.ts';
import type { Deployment } from '../core/deployment.ts';
import { isFinal, isWaiting, phaseOf } from '../core/phase.ts';
import type { HookSigns, Outlook } from '../core/poll-pace.ts';
import type { PollStart, PollState } from '../core/ports/polls.ts';
import type { Ports } from '../core/ports/ports.ts';
import { inForce } from '../core/watch.ts';
import { heldBack } from './channel-trouble.ts';
import { look, nextState } from './look-at-project.ts';
import { lookAtFacts } from './project-facts.ts';
import { queueCards } from './queue-cards.ts';
import { canBeStale, queueStaleCards } from './stale-cards.ts';

/** What a poll found out about a project, for the pace of the next one. */
export interface PollResult extends Outlook {
  readonly hooks: HookSigns;
  readonly state: PollState;
}

/**
 * Compares a project's deployments with what was last seen and brings the cards that must be posted or edited.
 * One list request, and one more for each deployment that waits: an approval leaves no trace in the list.
 *
 * The cards are brought, or queued, before the new state is written, so that a crash in between repeats work and loses
 * none.
 * @returns `undefined` when nobody watches the project any more; what to remember otherwise
 * @throws GitLabError, `store-unavailable`
 */
export async function pollProject(
  ports: Ports,
  { project, watches: all, cards, state: known, signs }: PollStart,
): Promise<PollResult | undefined> {
  const lookedAt = ports.clock.now();
  const watches = inForce(all);
  if (watches.length === 0 && cards.length === 0) return undefined;
  const { news, seen, changedAt, fresh } = await look(ports, project, watches, known);
  const held = await heldBack(ports, cards);
  await queueCards(ports, { project, watches, cards }, news);
  await queueStaleCards(ports, project, held.free, news);
  for (const card of held.due) await ports.jobs.publish(card);
  const hookFoundAt = foundAt(signs, known, fresh, lookedAt);
  const next = nextState(known, seen, watches, changedAt);
  const facts = await lookAtFacts(ports, project, all, known, lookedAt);
  const followed = [...held.free, ...held.recent];
  return {
    ...outlookOf(news, followed),
    changedAt,
    hooks: { ...signs, foundAt: hookFoundAt },
    state: { ...next, lookedAt, hookFoundAt, ...facts },
  };
}

function outlookOf(news: readonly Deployment[], cards: readonly CardRecord[]) {
  const follows = cards.some((card) => card.phase !== 'superseded');
  return {
    hot: follows || news.some((row) => !isFinal(phaseOf(row))),
    waits: news.some((row) => isWaiting(phaseOf(row))) || cards.some(canBeStale),
  };
}

/** GitLab delivers an event within this long, or not at all. */
const DELIVERED_WITHIN_MS = 10_000;

/**
 * When a look last found what an event had announced. A change of which no event came, although there was time for it,
 * withdraws that.
 */
function foundAt(
  { arrivedAt = 0 }: HookSigns,
  known: PollState | undefined,
  fresh: readonly Deployment[],
  now: number,
): number | undefined {
  if (fresh.length === 0) return known?.hookFoundAt;
  if (arrivedAt > (known?.lookedAt ?? now)) return now;
  const late = fresh.some((row) => now - Date.parse(row.updatedAt) > DELIVERED_WITHIN_MS);
  return late ? undefined : known?.hookFoundAt;
}
