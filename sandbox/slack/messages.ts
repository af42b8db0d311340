import { type Json, type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';
import type { StoredMessage } from './model.ts';
import type { World } from './world.ts';

export interface Draft {
  channel: string;
  user: string;
  text: string;
  blocks: JsonObject[];
  threadTs?: string;
  metadata?: JsonObject;
  onlyFor?: string;
  slackNotice?: boolean;
}

/** Gives every block a `block_id` and every element an `action_id`, as Slack does for those that came without. */
export function withIds(world: World, blocks: JsonObject[]): JsonObject[] {
  const withAction = (element: JsonObject): JsonObject =>
    element.type === 'mrkdwn' || element.type === 'plain_text' || element.type === 'image'
      ? element
      : { ...element, action_id: stringOf(element.action_id) || world.nextSecret(4) };
  return structuredClone(blocks).map((block) => {
    const filled: JsonObject = { ...block, block_id: stringOf(block.block_id) || world.nextSecret(4) };
    if (block.accessory !== undefined) filled.accessory = withAction(objectOf(block.accessory));
    if (block.element !== undefined) filled.element = withAction(objectOf(block.element));
    if (block.type === 'actions') filled.elements = objectsOf(block.elements).map(withAction);
    return filled;
  });
}

/** Puts a message where it belongs and tells everyone. @returns the stored message. */
export function storeMessage(world: World, draft: Draft): StoredMessage {
  const message: StoredMessage = {
    channel: draft.channel,
    ts: world.nextTs(),
    user: draft.user,
    fromBot: draft.user === world.identity.botUserId,
    text: draft.text,
    blocks: withIds(world, draft.blocks),
    at: world.now(),
    replyCount: 0,
    reactions: [],
  };
  if (draft.threadTs !== undefined) message.threadTs = draft.threadTs;
  if (draft.metadata !== undefined) message.metadata = draft.metadata;
  if (draft.onlyFor !== undefined) message.onlyFor = draft.onlyFor;
  if (draft.slackNotice === true) message.slackNotice = true;
  (message.onlyFor === undefined ? world.messages : world.ephemerals).push(message);
  const parent = message.threadTs === undefined ? undefined : world.find(message.channel, message.threadTs);
  if (parent !== undefined && message.onlyFor === undefined) parent.replyCount += 1;
  world.changed();
  return message;
}

/** Rewrites a message in place; what is left out stays. */
export function editMessage(
  world: World,
  message: StoredMessage,
  change: { text?: string; blocks?: JsonObject[]; metadata?: JsonObject },
): void {
  if (change.text !== undefined) message.text = change.text;
  if (change.blocks !== undefined) message.blocks = withIds(world, change.blocks);
  if (change.metadata !== undefined) message.metadata = change.metadata;
  message.edited = { user: world.identity.botUserId, ts: world.nextTs() };
  world.changed();
}

/** Takes a message away, from a channel or from the one person who saw it. One that was answered leaves a tombstone. */
export function removeMessage(world: World, message: StoredMessage): void {
  if (message.replyCount > 0) {
    bury(world, message);
    return;
  }
  world.messages = world.messages.filter((other) => other !== message);
  world.ephemerals = world.ephemerals.filter((other) => other !== message);
  const parent = message.threadTs === undefined ? undefined : world.find(message.channel, message.threadTs);
  if (parent !== undefined && message.onlyFor === undefined) parent.replyCount -= 1;
  world.changed();
}

/** The thread of a deleted message stays, below a line of Slack's own. */
function bury(world: World, message: StoredMessage): void {
  delete message.metadata;
  const left = { user: 'USLACKBOT', fromBot: false, text: 'This message was deleted.', blocks: [] };
  Object.assign(message, left, { tombstone: true });
  world.changed();
}

/** A line from Slack itself that only this person sees. */
export function storeNotice(world: World, userId: string, channel: string, text: string): StoredMessage {
  return storeMessage(world, {
    channel,
    user: 'USLACKBOT',
    text,
    blocks: [],
    onlyFor: userId,
    slackNotice: true,
  });
}

/** A message as the Web API and the interaction payloads show it. */
export function messageJson(world: World, message: StoredMessage, includeMetadata = false): JsonObject {
  const { identity } = world;
  const json: JsonObject = { type: 'message', user: message.user, ts: message.ts, text: message.text };
  if (message.tombstone === true) Object.assign(json, { subtype: 'tombstone', hidden: true });
  if (message.fromBot) {
    json.bot_id = identity.botId;
    json.app_id = identity.appId;
    json.team = identity.team.id;
    json.bot_profile = botProfile(world);
  }
  if (message.blocks.length > 0) json.blocks = structuredClone(message.blocks);
  if (message.edited !== undefined) json.edited = message.edited;
  if (message.threadTs !== undefined) json.thread_ts = message.threadTs;
  if (message.replyCount > 0) Object.assign(json, { thread_ts: message.ts, reply_count: message.replyCount });
  if (message.reactions.length > 0)
    json.reactions = message.reactions.map((name): Json => ({ name, users: [identity.botUserId], count: 1 }));
  if (includeMetadata && message.metadata !== undefined) json.metadata = message.metadata;
  return json;
}

function botProfile(world: World): JsonObject {
  const { identity } = world;
  return {
    id: identity.botId,
    app_id: identity.appId,
    name: identity.botName,
    deleted: false,
    team_id: identity.team.id,
  };
}
