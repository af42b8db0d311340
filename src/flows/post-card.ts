import type { CardRecord, CardView } from '../core/card.ts';
import { dayAt } from '../core/card-day.ts';
import type { MessageTs } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import { dayThread, dayThreadOf } from './day-thread.ts';
import { type Earlier, postOnce } from './post-once.ts';

/** A message that was deleted is not looked for again. */
const identityOf = (card: CardRecord): string => `card-${card.id}${card.replaced === true ? '-again' : ''}`;

/** What changed this lately was not shown before, ms. */
const NEW_FOR_MS = 60_000;
/** How far GitLab's clock may be off, ms. */
const SKEW_MS = 15 * 60_000;

/** What has stood still for a while may stand in the channel already, posted before our records were lost. */
function earlierOf({ clock }: Ports, card: CardRecord, { deployment }: CardView): Earlier {
  const madeAt = Date.parse(deployment.createdAt);
  const isNew = clock.now() - Date.parse(deployment.updatedAt) < NEW_FOR_MS;
  return { marker: `slipway-${identityOf(card)}`, since: isNew ? undefined : madeAt - SKEW_MS };
}

/**
 * Posts a card that has no message yet, into the channel or the day's thread. Where it goes, and what its modals need, is
 * stored before: somebody may click the moment it is there.
 * @returns the record, the message, and whether this call posted it
 * @throws SlipwayError what `postOnce` and `dayThread` throw
 */
export async function postCard(
  ports: Ports,
  before: CardRecord,
  view: CardView,
): Promise<{ card: CardRecord; ts: MessageTs; fresh: boolean }> {
  const earlier = earlierOf(ports, before, view);
  const thread = before.threaded === true ? await threadFor(ports, before, view, earlier) : undefined;
  const card = { ...before, thread };
  await ports.cards.put(card);
  const place = { channel: card.channel, ...(thread === undefined ? {} : { thread }) };
  return { card, ...(await postOnce(ports, identityOf(card), place, { kind: 'card', view }, earlier)) };
}

/** What was sent is looked for where it was sent; what stands in another day's thread already stays there. */
async function threadFor(
  ports: Ports,
  card: CardRecord,
  view: CardView,
  earlier: Earlier,
): Promise<MessageTs> {
  const intent = await ports.posts.get(identityOf(card));
  const isDecided = intent?.state === 'sending' || intent?.state === 'sent';
  if (isDecided && card.thread !== undefined) return card.thread;
  const standing = intent === undefined ? await standingIn(ports, card, view, earlier) : undefined;
  return standing ?? dayThread(ports, dayAt(card, ports.clock.now()));
}

/** The thread of an earlier day that holds the card: of the day it was made, or last changed. */
async function standingIn(
  ports: Ports,
  card: CardRecord,
  { deployment }: CardView,
  { marker, since }: Earlier,
): Promise<MessageTs | undefined> {
  if (since === undefined) return undefined;
  const today = dayAt(card, ports.clock.now()).start;
  const days = [deployment.createdAt, deployment.updatedAt].map((at) => dayAt(card, Date.parse(at)));
  const earlier = new Map(days.filter(({ start }) => start < today).map((day) => [day.start, day]));
  for (const day of earlier.values()) {
    const thread = await dayThreadOf(ports, day);
    if (thread === undefined) continue;
    const found = await ports.messages.findRecent({ channel: card.channel, thread }, marker, since);
    if (found !== undefined) return thread;
  }
  return undefined;
}
