import type { ChannelRecord } from '../model.ts';
import type { World } from '../world.ts';
import { SlackError } from './method.ts';

/** Finds a conversation as the bot may see it: a private one without the bot does not exist for it. */
export function visibleChannel(world: World, id: string): ChannelRecord {
  const channel = world.channels.get(id);
  if (channel === undefined || (channel.isPrivate && !channel.botIsMember))
    throw new SlackError('channel_not_found');
  return channel;
}

/** Finds where to post: by id, by name as `#general`, or a person's id for a direct message. */
export function postingChannel(world: World, wanted: string): ChannelRecord {
  const user = world.users.get(wanted);
  if (user !== undefined) {
    if (user.deleted || user.isBot) throw new SlackError('channel_not_found');
    return world.directMessage(user.id);
  }
  const name = wanted.replace(/^#/, '');
  const byName = [...world.channels.values()].find(
    (channel) => channel.name === name && channel.imUser === undefined,
  );
  const channel = visibleChannel(world, byName?.id ?? wanted);
  if (channel.archived) throw new SlackError('is_archived');
  if (!channel.botIsMember) throw new SlackError('not_in_channel');
  return channel;
}
