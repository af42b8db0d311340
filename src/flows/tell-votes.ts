import { rulesVotedBy } from '../core/approvals.ts';
import type { CardRecord } from '../core/card.ts';
import type { Approval, Deployment } from '../core/deployment.ts';
import type { Ports } from '../core/ports/ports.ts';
import { placeOfNotes, subjectOfNotes } from './note-place.ts';
import { postOnce } from './post-once.ts';

const identityOf = (vote: Approval): string => `${vote.user.id}-${vote.status}-${Date.parse(vote.createdAt)}`;

/** Identities of all votes on the deployment. */
export const votesIn = (deployment: Deployment): string[] =>
  (deployment.approval?.approvals ?? []).map(identityOf);

/**
 * Tells votes that the card's thread has not heard of, wherever they were cast. Each is told once, and never broadcast.
 * @returns the record with the votes now told, saved after each
 */
export async function tellVotes(ports: Ports, card: CardRecord, deployment: Deployment): Promise<CardRecord> {
  if (card.ts === undefined) return card;
  let told = card;
  for (const vote of deployment.approval?.approvals ?? []) {
    const identity = identityOf(vote);
    if (told.told.includes(identity)) continue;
    await postOnce(ports, `vote-${card.id}-${identity}`, placeOfNotes(card, card.ts), {
      kind: 'note',
      note: {
        kind: 'vote',
        about: subjectOfNotes(card),
        status: vote.status,
        name: vote.user.name,
        rule: rulesVotedBy(deployment, vote.user)[0]?.label,
        comment: vote.comment,
        missing: deployment.approval?.pending,
      },
    });
    told = { ...told, told: [...told.told, identity] };
    await ports.cards.put(told);
  }
  return told;
}
