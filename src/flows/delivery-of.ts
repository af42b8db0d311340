import { SlipwayError } from '../core/errors.ts';
import type { ChannelId } from '../core/ids.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { Watch } from '../core/watch.ts';
import { forYouAlone, isDirect, type WatchDelivery } from '../core/watch-delivery.ts';
import { mentionsOf } from './mentions-of.ts';

/** How somebody wants the cards of a watch delivered, and where they said so. */
export interface DeliveryWish extends WatchDelivery {
  readonly person: SlackPerson;
  readonly channel: ChannelId;
  readonly confirm: 'browser' | undefined;
}

/** The channel a watch is for, and what it keeps of how its cards arrive. */
interface Delivery {
  readonly channel: ChannelId;
  readonly kept: Pick<Watch, 'mention' | 'mode'>;
}

/**
 * Where the cards of a watch go, and whom they call. What is asked for in somebody's direct messages with the bot comes
 * there, to them alone.
 * @throws SlipwayError `bad-value` for what does not go together, or names nobody; `channel-unreachable`,
 *   `account-unchecked`
 */
export async function deliveryOf(ports: Ports, wish: DeliveryWish): Promise<Delivery> {
  const { person, channel, mode, mention } = wish;
  if (mode === 'dm' || isDirect(channel)) return directDelivery(ports, wish);
  const ids = await mentionsOf(ports, person.team, mention);
  return {
    channel,
    kept: {
      ...(ids.length === 0 ? {} : { mention: ids }),
      ...(mode === 'thread' ? { mode } : {}),
    },
  };
}

async function directDelivery(ports: Ports, wish: DeliveryWish): Promise<Delivery> {
  const own = await ports.messages.directChannel(wish.person.user);
  if (isDirect(wish.channel) && wish.channel !== own && wish.mode !== 'dm')
    throw new SlipwayError('channel-unreachable', { channel: wish.channel, reason: 'not_in_channel' });
  if (wish.mode === 'thread')
    throw new SlipwayError('bad-value', {
      option: 'mode',
      value: 'thread',
      takes: 'a channel for that; here, leave it out',
    });
  if (wish.mention.length > 0) throw forYouAlone('mention', 'with these');
  if (wish.confirm !== undefined) throw forYouAlone('confirm', wish.confirm);
  return { channel: own, kept: { mode: 'dm' } };
}
