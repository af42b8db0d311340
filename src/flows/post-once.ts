import { isError, SlipwayError } from '../core/errors.ts';
import type { MessageTs } from '../core/ids.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Place, Post } from '../core/ports/slack.ts';
import type { PostIntent } from '../core/ports/stores.ts';

type Needs = Pick<Ports, 'messages' | 'posts' | 'clock' | 'chance' | 'settings'>;

/** What is known of a message that may have been posted before our records began. */
export interface Earlier {
  /** The same for ever, so that the message is found again. */
  readonly marker: string;
  /** Epoch ms, before which it cannot have been posted; `undefined`: it surely was not posted yet. */
  readonly since: number | undefined;
}

/**
 * Posts a message exactly once, whatever dies in between. Slack knows no idempotency key, so the intent is stored
 * first, the message carries a marker, and a post of unknown fate is settled by looking for the marker in the channel:
 * not before `settlePost.afterMs` (history lags behind), and only two misses apart from each other allow another post.
 *
 * The caller holds a lock that keeps others from posting the same `id`.
 * @param id identity of what is posted; one message per id, for ever
 * @param earlier where our records may have been lost since: the message is looked for before it is posted
 * @returns the message, and whether this call posted it: one found again may show an older state
 * @throws SlipwayError `slack-ambiguous` with `retryAfterMs`: call again then; and what `SlackMessages.post` throws
 */
export async function postOnce(
  ports: Needs,
  id: string,
  place: Place,
  post: Post,
  earlier?: Earlier,
): Promise<{ ts: MessageTs; fresh: boolean }> {
  const known = await ports.posts.get(id);
  if (known?.state === 'sent' && known.ts !== undefined) return { ts: known.ts, fresh: false };
  const identity = known ?? { id, marker: earlier?.marker ?? `slipway-${ports.chance.token()}` };
  const found =
    known?.state === 'sending'
      ? await settle(ports, place, known)
      : await adopted(ports, place, identity, known === undefined ? earlier?.since : undefined);
  if (found !== undefined) return { ts: found, fresh: false };
  return { ts: await send(ports, place, post, identity), fresh: true };
}

/** A message of ours that stands there although no record tells of it. */
async function adopted(
  { messages, posts }: Needs,
  place: Place,
  identity: Pick<PostIntent, 'id' | 'marker'>,
  since: number | undefined,
): Promise<MessageTs | undefined> {
  if (since === undefined) return undefined;
  const ts = await messages.findRecent(place, identity.marker, since);
  if (ts !== undefined) await posts.put({ ...identity, dispatchedAt: since, state: 'sent', ts });
  return ts;
}

async function send(
  ports: Needs,
  place: Place,
  post: Post,
  identity: Pick<PostIntent, 'id' | 'marker'>,
): Promise<MessageTs> {
  const intent = { id: identity.id, marker: identity.marker, dispatchedAt: ports.clock.now() };
  await ports.posts.put({ ...intent, state: 'sending' });
  try {
    const ts = await ports.messages.post(place, post, intent.marker);
    await ports.posts.put({ ...intent, state: 'sent', ts });
    return ts;
  } catch (error) {
    // These three mean that Slack certainly did not take the message.
    if (isError(error, 'channel-unreachable', 'slack-refused', 'slack-rate-limited')) {
      await ports.posts.put({ ...intent, state: 'refused' });
    }
    if (isError(error, 'slack-ambiguous')) throw notYet(ports.settings.settlePost.afterMs);
    throw error;
  }
}

/** The message's ts when it was posted after all, `undefined` when it surely was not. */
async function settle(ports: Needs, place: Place, intent: PostIntent): Promise<MessageTs | undefined> {
  const { afterMs, againMs } = ports.settings.settlePost;
  const now = ports.clock.now();
  const wait = intent.dispatchedAt + afterMs - now;
  if (wait > 0) throw notYet(wait);
  const ts = await ports.messages.find(place, intent.marker, intent.dispatchedAt);
  if (ts !== undefined) {
    await ports.posts.put({ ...intent, state: 'sent', ts });
    return ts;
  }
  if (intent.missedAt === undefined) {
    await ports.posts.put({ ...intent, missedAt: now });
    throw notYet(againMs);
  }
  if (now - intent.missedAt < againMs) throw notYet(intent.missedAt + againMs - now);
  return undefined;
}

const notYet = (retryAfterMs: number): SlipwayError =>
  new SlipwayError('slack-ambiguous', {}, { retryAfterMs });
