import type { CardRecord } from '../core/card.ts';
import type { SlipwayError } from '../core/errors.ts';
import type { Ports } from '../core/ports/ports.ts';
import { noteLostChannel } from './channel-trouble.ts';
import { tellMakers } from './trouble.ts';

/** Slack's words for a message that is no longer there, or no longer ours to edit. */
const MESSAGE_GONE: ReadonlySet<unknown> = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
  'cannot_reply_to_message',
]);

/**
 * What becomes of a card that Slack did not take. Where the message is gone, it is posted anew, once, if anybody can
 * still act on it; where the channel cannot be posted in, the card stays on record until it can.
 * @param goesOn whether the deployment does
 * @param error `channel-unreachable`
 */
export async function settleRefusedCard(
  ports: Ports,
  card: CardRecord,
  goesOn: boolean,
  error: SlipwayError,
): Promise<void> {
  if (!MESSAGE_GONE.has(error.facts.reason)) {
    await ports.cards.put({ ...card, open: true });
    return noteLostChannel(ports, card, error);
  }
  if (card.ts === undefined) {
    // The day's thread went away between its first message and this one; the next look has it posted anew.
    await ports.cards.put({ ...card, open: true });
    await ports.jobs.publish(card, ports.settings.settlePost.afterMs);
    return;
  }
  const isReplaced = goesOn && card.replaced !== true;
  const { ts: _gone, shown: _shown, ...rest } = card;
  await ports.cards.put(isReplaced ? { ...rest, replaced: true } : { ...card, open: false });
  ports.log.info({ card: card.id, channel: card.channel, isReplaced }, 'the message of a card is gone');
  if (isReplaced) await ports.jobs.publish(card);
  else if (goesOn) await tellDeleted(ports, card);
}

/** Who deletes a card twice wants it away: only whoever watches here learns that it is not followed any more. */
async function tellDeleted(ports: Ports, { team, channel, project, deployment }: CardRecord): Promise<void> {
  const watches = (await ports.watches.ofProject(project)).filter(
    (watch) => watch.team === team && watch.channel === channel,
  );
  await tellMakers(ports, watches, 'card-deleted', { channel, deployment });
}
