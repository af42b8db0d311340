import { objectOf, objectsOf, stringOf } from '../json.ts';
import { type Draft, editMessage, messageJson, removeMessage, storeMessage } from '../messages.ts';
import type { StoredMessage } from '../model.ts';
import { postingChannel, visibleChannel } from './channels.ts';
import { CONTENT, checkContent, metadataOf, UNFURL } from './chat-content.ts';
import { arg, type Call, type Method, SlackError } from './method.ts';

/** An answer to a message that is gone is no error: it becomes a message of the channel, and only its `thread_ts` lacks. */
function threadOf(call: Call, channel: string): { threadTs?: string } {
  const ts = arg(call, 'thread_ts');
  const parent = ts === '' ? undefined : call.core.world.find(channel, ts);
  if (parent === undefined) return {};
  return { threadTs: parent.threadTs ?? parent.ts };
}

function draft(call: Call, channel: string): Draft {
  return {
    channel,
    user: call.core.world.identity.botUserId,
    text: arg(call, 'text'),
    blocks: objectsOf(call.args.blocks),
    ...threadOf(call, channel),
  };
}

const postMessage: Method = {
  args: [
    'channel',
    'thread_ts',
    'reply_broadcast',
    'mrkdwn',
    'username',
    'icon_emoji',
    'icon_url',
    ...CONTENT,
    ...UNFURL,
  ],
  required: ['channel'],
  scope: 'chat:write',
  run(call) {
    const { world } = call.core;
    const channel = postingChannel(world, arg(call, 'channel'));
    checkContent(call, true);
    const message = storeMessage(world, { ...draft(call, channel.id), ...metadataOf(call) });
    return { channel: channel.id, ts: message.ts, message: messageJson(world, message, true) };
  },
};

const postEphemeral: Method = {
  args: ['channel', 'user', 'thread_ts', 'username', 'icon_emoji', 'icon_url', ...CONTENT],
  required: ['channel', 'user'],
  scope: 'chat:write',
  run(call) {
    const { world } = call.core;
    const channel = postingChannel(world, arg(call, 'channel'));
    const user = world.users.get(arg(call, 'user'));
    if (user === undefined || user.deleted) throw new SlackError('user_not_found');
    if (!channel.members.has(user.id)) throw new SlackError('user_not_in_channel');
    checkContent(call, true);
    const message = storeMessage(world, { ...draft(call, channel.id), onlyFor: user.id });
    return { message_ts: message.ts };
  },
};

/** The bot's own message, or the reason why it may not be touched. */
function ownMessage(call: Call, refusal: string): StoredMessage {
  const { world } = call.core;
  const channel = visibleChannel(world, arg(call, 'channel'));
  const message = world.find(channel.id, arg(call, 'ts'));
  if (message === undefined) throw new SlackError('message_not_found');
  if (!message.fromBot) throw new SlackError(refusal);
  if (channel.archived) throw new SlackError('is_inactive');
  return message;
}

const update: Method = {
  args: ['channel', 'ts', 'reply_broadcast', 'file_ids', ...CONTENT, ...UNFURL],
  required: ['channel', 'ts'],
  scope: 'chat:write',
  run(call) {
    const { world } = call.core;
    const { args } = call;
    const message = ownMessage(call, 'cant_update_message');
    if (args.text === undefined && args.blocks === undefined && args.metadata === undefined)
      throw new SlackError('no_text');
    checkContent(call, false);
    editMessage(world, message, {
      ...(args.text === undefined ? {} : { text: arg(call, 'text') }),
      ...(args.blocks === undefined ? {} : { blocks: objectsOf(args.blocks) }),
      ...metadataOf(call),
    });
    return {
      channel: message.channel,
      ts: message.ts,
      text: message.text,
      message: messageJson(world, message, true),
    };
  },
};

const remove: Method = {
  args: ['channel', 'ts'],
  required: ['channel', 'ts'],
  scope: 'chat:write',
  run(call) {
    const message = ownMessage(call, 'cant_delete_message');
    removeMessage(call.core.world, message);
    return { channel: message.channel, ts: message.ts };
  },
};

const getPermalink: Method = {
  args: ['channel', 'message_ts'],
  required: ['channel', 'message_ts'],
  run(call) {
    const { world } = call.core;
    const channel = visibleChannel(world, arg(call, 'channel'));
    const message = world.find(channel.id, arg(call, 'message_ts'));
    if (message === undefined) throw new SlackError('message_not_found');
    return { channel: channel.id, permalink: permalinkOf(call.baseUrl, message) };
  },
};

/** The address of a message; this server shows it at that address. */
function permalinkOf(baseUrl: string, message: Pick<StoredMessage, 'channel' | 'ts' | 'threadTs'>): string {
  const thread =
    message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${message.channel}`;
  return `${baseUrl}/archives/${message.channel}/p${message.ts.replace('.', '')}${thread}`;
}

const reactionsAdd: Method = {
  args: ['channel', 'timestamp', 'name'],
  required: ['channel', 'timestamp', 'name'],
  scope: 'reactions:write',
  run(call) {
    const { world } = call.core;
    const channel = visibleChannel(world, arg(call, 'channel'));
    const message = world.find(channel.id, arg(call, 'timestamp'));
    if (message === undefined) throw new SlackError('message_not_found');
    const name = objectOf(call.args).name;
    if (message.reactions.includes(stringOf(name))) throw new SlackError('already_reacted');
    message.reactions.push(stringOf(name));
    world.changed();
    return {};
  },
};

export const chatMethods: { [name: string]: Method } = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
  'reactions.add': reactionsAdd,
};
