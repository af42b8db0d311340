import { type CardDay, dayIdOf } from '../core/card-day.ts';
import type { MessageTs } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { PostIntent } from '../core/ports/stores.ts';
import { postOnce } from './post-once.ts';

type Needs = Pick<Ports, 'messages' | 'posts' | 'clock' | 'chance' | 'settings' | 'locks'>;

const LOCK_WAIT_MS = 15_000;
/** How far Slack's clock may be off, ms. */
const SKEW_MS = 60_000;
/** Whoever deletes it more often than that wants it away; the last thread is used on. */
const MOST_COPIES = 20;

const markerOf = (day: CardDay): string => `slipway-day-${dayIdOf(day)}`;

/** A message that was deleted has another identity than the one that follows it; only one of them is ever there. */
const identityOf = (day: CardDay, copy: number): string =>
  `day-${dayIdOf(day)}${copy === 1 ? '' : `-${copy}`}`;

/**
 * The message in whose thread the cards of a project's day stand: posted before the first of them, found again where our
 * records were lost, and posted anew where somebody deleted it.
 * @throws SlipwayError what `postOnce` and `SlackMessages.stands` throw; `busy-elsewhere`
 */
export async function dayThread(ports: Needs, day: CardDay): Promise<MessageTs> {
  return ports.locks.hold(`day-${dayIdOf(day)}`, LOCK_WAIT_MS, async () => {
    for (let copy = 1; copy < MOST_COPIES; copy += 1) {
      const known = await ports.posts.get(identityOf(day, copy));
      if (known?.state !== 'sent' || (await stands(ports, day, known))) return postDay(ports, day, copy);
    }
    return postDay(ports, day, MOST_COPIES);
  });
}

async function postDay(ports: Needs, day: CardDay, copy: number): Promise<MessageTs> {
  const { channel, start } = day;
  const earlier = { marker: markerOf(day), since: start - SKEW_MS };
  const { ts } = await postOnce(ports, identityOf(day, copy), { channel }, { kind: 'day', day }, earlier);
  return ts;
}

/** What was posted a moment ago is not looked for: what Slack lets us read lags behind. */
async function stands({ messages, clock, settings }: Needs, { channel }: CardDay, post: PostIntent) {
  if (post.ts === undefined || clock.now() - post.dispatchedAt < settings.settlePost.afterMs) return true;
  return messages.stands({ channel }, post.ts);
}

/** The same message of a day, if there is one; none is posted. */
export async function dayThreadOf(ports: Needs, day: CardDay): Promise<MessageTs | undefined> {
  const known = await ports.posts.get(identityOf(day, 1));
  if (known?.ts !== undefined) return known.ts;
  return ports.messages.findRecent({ channel: day.channel }, markerOf(day), day.start - SKEW_MS);
}
