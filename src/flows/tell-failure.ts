import type { CardRecord } from '../core/card.ts';
import type { Reading } from '../core/decision-policy.ts';
import type { SlackUserId } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import { isDirect } from '../core/watch-delivery.ts';
import { placeOfNotes, subjectOfNotes } from './note-place.ts';
import { postOnce } from './post-once.ts';

/** As long as the card is remembered. */
const REMEMBERED_MS = 90 * 86_400_000;

/**
 * Mentions the requester of a failed deployment in the thread of its card: an edit rings for nobody. One card of all does it,
 * and nobody else is mentioned.
 * @returns the record, which knows whether this card was the one
 */
export async function tellFailure(
  ports: Ports,
  card: CardRecord,
  { deployment, phase }: Reading,
  slackUsers: ReadonlyMap<number, SlackUserId>,
): Promise<CardRecord> {
  const requester = deployment.requestedBy;
  if (phase !== 'failed' || card.ts === undefined || requester === null) return card;
  // In somebody's direct messages Slack would ring for nobody else, and no other card would do it.
  if (isDirect(card.channel)) return card;
  const user = slackUsers.get(requester.id);
  if (user === undefined) return card;
  const settled = card.rings === undefined ? await settle(ports, card) : card;
  if (settled.rings !== true) return settled;
  const { job } = deployment;
  await postOnce(ports, `failure-${card.id}`, placeOfNotes(card, card.ts), {
    kind: 'note',
    note: {
      kind: 'failure',
      about: subjectOfNotes(card),
      user,
      name: requester.name,
      job: job?.name,
      reason: job?.failureReason ?? null,
    },
  });
  return settled;
}

/** Stored before the note is posted, so that a repeat goes on with it instead of finding the mention taken. */
async function settle(ports: Ports, card: CardRecord): Promise<CardRecord> {
  const { team, project, deployment } = card;
  const rings = await ports.once.claim(`failure-${team}-${project}-${deployment}`, REMEMBERED_MS);
  const settled = { ...card, rings };
  await ports.cards.put(settled);
  return settled;
}
