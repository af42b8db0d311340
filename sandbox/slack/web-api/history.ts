import type { JsonObject } from '../json.ts';
import { messageJson } from '../messages.ts';
import type { ChannelRecord, StoredMessage } from '../model.ts';
import type { World } from '../world.ts';
import { visibleChannel } from './channels.ts';
import { arg, type Call, count, flag, type Method, page, SlackError } from './method.ts';

const RANGE = ['channel', 'cursor', 'limit', 'oldest', 'latest', 'inclusive', 'include_all_metadata'];

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

export const historyMethods: { [name: string]: Method } = {
  'conversations.history': history,
  'conversations.replies': replies,
};
