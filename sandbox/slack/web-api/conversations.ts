import { compact, type JsonObject } from '../json.ts';
import { messageJson } from '../messages.ts';
import type { ChannelRecord, StoredMessage } from '../model.ts';
import type { World } from '../world.ts';
import { visibleChannel } from './channels.ts';
import { arg, type Call, count, flag, type Method, page, SlackError } from './method.ts';

const RANGE = ['channel', 'cursor', 'limit', 'oldest', 'latest', 'inclusive', 'include_all_metadata'];

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

/** Keeps what lies between `oldest` and `latest`, whose ends count only when `inclusive`. */
function inRange(call: Call): (message: StoredMessage) => boolean {
  const oldest = Number(arg(call, 'oldest') || '0');
  const latest = Number(arg(call, 'latest') || Number.POSITIVE_INFINITY);
  const inclusive = flag(call, 'inclusive');
  return ({ ts }) =>
    inclusive ? Number(ts) >= oldest && Number(ts) <= latest : Number(ts) > oldest && Number(ts) < latest;
}

/** What the history already knows: it may lag behind what was posted. */
function settled(world: World, channel: string): StoredMessage[] {
  return world.messages.filter(
    (message) => message.channel === channel && message.at <= world.now() - world.historyLagMs,
  );
}

function readable(call: Call): ChannelRecord {
  const channel = visibleChannel(call.core.world, arg(call, 'channel'));
  if (!channel.botIsMember) throw new SlackError('not_in_channel');
  return channel;
}

function answerPage(call: Call, messages: StoredMessage[]): JsonObject {
  const { items, next } = page(messages, call, Math.min(999, count(call, 'limit', 100)));
  const metadata = flag(call, 'include_all_metadata');
  return {
    messages: items.map((message) => messageJson(call.core.world, message, metadata)),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  };
}

const history: Method = {
  args: RANGE,
  required: ['channel'],
  scope: 'channels:history',
  run(call) {
    const channel = readable(call);
    const topLevel = settled(call.core.world, channel.id).filter((message) => message.threadTs === undefined);
    return answerPage(call, topLevel.filter(inRange(call)).reverse());
  },
};

const replies: Method = {
  args: ['ts', ...RANGE],
  required: ['channel', 'ts'],
  scope: 'channels:history',
  run(call) {
    const channel = readable(call);
    const ts = arg(call, 'ts');
    const all = settled(call.core.world, channel.id);
    const parent = all.find((message) => message.ts === ts);
    if (parent === undefined) throw new SlackError('thread_not_found');
    const answers = all.filter((message) => message.threadTs === ts).filter(inRange(call));
    return answerPage(call, [parent, ...answers]);
  },
};

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
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.open': open,
  'conversations.join': join,
  'conversations.list': list,
};
