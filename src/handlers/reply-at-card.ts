import type { CardId, ChannelId } from '../core/ids.ts';
import type { ReplyTo, SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';

/** Where the answer to a modal goes that was opened from a card: to the card's side. A modal knows no thread. */
export async function replyAtCard(
  { cards }: Pick<Ports, 'cards'>,
  person: SlackPerson,
  { card, channel }: { readonly card: CardId; readonly channel: ChannelId },
): Promise<ReplyTo> {
  const thread = (await cards.get(card))?.thread;
  return { ...person, channel, ...(thread === undefined ? {} : { thread }) };
}
