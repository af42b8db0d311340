import type { Core } from './core.ts';
import { eventPayload } from './event-payload.ts';
import type { JsonObject } from './json.ts';
import type { ChannelRecord, Delivery, SlackChannel, SlackUser, UserGroup } from './model.ts';
import type { World } from './world.ts';

export interface NewUser {
  name: string;
  realName: string;
  email?: string;
  isRestricted?: boolean;
  isBot?: boolean;
  isAdmin?: boolean;
  deleted?: boolean;
  /** Of another workspace, for a person from outside; the own one when left out. */
  teamId?: string;
  tz?: string;
}

export interface NewChannel {
  name: string;
  isPrivate?: boolean;
  /** Ids of the people in it; everybody known when left out. */
  members?: string[];
  /** True when left out. */
  botIsMember?: boolean;
}

/** Adds a person to the workspace. */
export function addUser(world: World, source: NewUser): SlackUser {
  const user: SlackUser = {
    id: world.nextId('U'),
    name: source.name,
    realName: source.realName,
    teamId: source.teamId ?? world.identity.team.id,
    tz: source.tz ?? 'UTC',
    isRestricted: source.isRestricted ?? false,
    isBot: source.isBot ?? false,
    isAdmin: source.isAdmin ?? false,
    deleted: source.deleted ?? false,
    email: source.email ?? `${source.name}@example.com`,
  };
  world.users.set(user.id, user);
  world.changed();
  return user;
}

/** Adds a channel. */
export function addChannel(world: World, source: NewChannel): SlackChannel {
  const botIsMember = source.botIsMember ?? true;
  const members = new Set(source.members ?? world.users.keys());
  if (botIsMember) members.add(world.identity.botUserId);
  const channel: ChannelRecord = {
    id: world.nextId('C'),
    name: source.name,
    isPrivate: source.isPrivate ?? false,
    archived: false,
    members,
    botIsMember,
    created: Math.floor(world.now() / 1000),
  };
  world.channels.set(channel.id, channel);
  world.changed();
  return { id: channel.id, name: channel.name };
}

/** Adds a user group, such as `@release-managers`. */
export function addUserGroup(world: World, source: Omit<UserGroup, 'id'>): UserGroup {
  const group = { id: world.nextId('S'), ...source };
  world.groups.push(group);
  return group;
}

/** The channel's record. @throws for an id nobody has. */
export function channelRecord(world: World, channelId: string): ChannelRecord {
  const channel = world.channels.get(channelId);
  if (channel === undefined) throw new Error(`There is no channel ${channelId} here.`);
  return channel;
}

/** Takes the bot out of a channel; nobody tells it. */
export function kickBot(world: World, channelId: string): void {
  const channel = channelRecord(world, channelId);
  channel.botIsMember = false;
  channel.members.delete(world.identity.botUserId);
  world.changed();
}

/** Invites the bot; it hears `member_joined_channel`. */
export async function inviteBot(core: Core, channelId: string, inviter: string): Promise<Delivery> {
  const { world } = core;
  const channel = channelRecord(world, channelId);
  channel.botIsMember = true;
  channel.members.add(world.identity.botUserId);
  world.changed();
  const event: JsonObject = {
    type: 'member_joined_channel',
    user: world.identity.botUserId,
    channel: channelId,
    channel_type: channel.isPrivate ? 'G' : 'C',
    team: world.identity.team.id,
    inviter,
    event_ts: world.nextTs(),
  };
  return await core.courier.send('events_api', eventPayload(core, event));
}
