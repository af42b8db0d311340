import { compact, type JsonObject } from '../json.ts';
import type { ChannelRecord } from '../model.ts';
import type { World } from '../world.ts';
import { visibleChannel } from './channels.ts';
import { arg, count, flag, type Method, page, SlackError } from './method.ts';

function channelJson(world: World, channel: ChannelRecord): JsonObject {
  const isIm = channel.imUser !== undefined;
  return compact({
    id: channel.id,
    name: isIm ? undefined : channel.name,
    is_channel: !isIm && !channel.isPrivate,
    is_group: !isIm && channel.isPrivate,
    is_im: isIm,
    is_mpim: false,
    is_private: channel.isPrivate,
    is_archived: channel.archived,
    is_general: channel.name === 'general',
    is_member: channel.botIsMember,
    is_shared: false,
    is_ext_shared: [...channel.members].some((id) => isExternal(world, id)),
    created: channel.created,
    creator: 'U0CREATOR',
    user: channel.imUser,
    num_members: channel.members.size,
    context_team_id: world.identity.team.id,
  });
}

function isExternal(world: World, userId: string): boolean {
  const user = world.users.get(userId);
  return user !== undefined && user.teamId !== world.identity.team.id;
}

const info: Method = {
  args: ['channel', 'include_locale', 'include_num_members'],
  required: ['channel'],
  scope: 'channels:read',
  run: (call) => ({
    channel: channelJson(call.core.world, visibleChannel(call.core.world, arg(call, 'channel'))),
  }),
};

const members: Method = {
  args: ['channel', 'cursor', 'limit'],
  required: ['channel'],
  scope: 'channels:read',
  run(call) {
    const channel = visibleChannel(call.core.world, arg(call, 'channel'));
    const { items, next } = page([...channel.members], call, count(call, 'limit', 100));
    return { members: items, response_metadata: { next_cursor: next } };
  },
};

const open: Method = {
  args: ['users', 'channel', 'return_im', 'prevent_creation'],
  scope: 'im:write',
  run(call) {
    const { world } = call.core;
    const wanted = arg(call, 'users')
      .split(',')
      .filter((id) => id !== '');
    const [userId] = wanted;
    if (userId === undefined || wanted.length > 1) throw new SlackError('users_list_not_supplied');
    const user = world.users.get(userId);
    if (user === undefined) throw new SlackError('user_not_found');
    if (user.deleted) throw new SlackError('user_disabled');
    const channel = world.directMessage(userId);
    return { channel: flag(call, 'return_im') ? channelJson(world, channel) : { id: channel.id } };
  },
};

const join: Method = {
  args: ['channel'],
  required: ['channel'],
  scope: 'channels:join',
  run(call) {
    const { world } = call.core;
    const channel = visibleChannel(world, arg(call, 'channel'));
    if (channel.isPrivate) throw new SlackError('method_not_supported_for_channel_type');
    if (channel.archived) throw new SlackError('is_archived');
    channel.botIsMember = true;
    channel.members.add(world.identity.botUserId);
    world.changed();
    return { channel: channelJson(world, channel) };
  },
};

const list: Method = {
  args: ['cursor', 'exclude_archived', 'limit', 'team_id', 'types'],
  scope: 'channels:read',
  run(call) {
    const { world } = call.core;
    const types = (arg(call, 'types') || 'public_channel').split(',');
    const kind = (channel: ChannelRecord): string =>
      channel.imUser !== undefined ? 'im' : channel.isPrivate ? 'private_channel' : 'public_channel';
    const all = [...world.channels.values()].filter(
      (channel) =>
        types.includes(kind(channel)) &&
        (!channel.isPrivate || channel.botIsMember) &&
        !(channel.archived && flag(call, 'exclude_archived')),
    );
    const { items, next } = page(all, call, Math.min(1000, count(call, 'limit', 100)));
    return {
      channels: items.map((item) => channelJson(world, item)),
      response_metadata: { next_cursor: next },
    };
  },
};

export const conversationMethods: { [name: string]: Method } = {
  'conversations.info': info,
  'conversations.members': members,
  'conversations.open': open,
  'conversations.join': join,
  'conversations.list': list,
};
