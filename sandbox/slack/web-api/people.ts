import { compact, type JsonObject } from '../json.ts';
import type { SlackUser } from '../model.ts';
import type { World } from '../world.ts';
import { arg, count, flag, type Method, page, SlackError } from './method.ts';

function userJson(world: World, user: SlackUser): JsonObject {
  const isExternal = user.teamId !== world.identity.team.id;
  return compact({
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    real_name: user.realName,
    deleted: user.deleted,
    tz: user.tz,
    tz_offset: offsetSeconds(user.tz, world.now()),
    profile: compact({
      real_name: user.realName,
      display_name: user.name,
      email: user.email,
      image_72: 'https://example.com/avatar.png',
      team: user.teamId,
    }),
    is_admin: user.isAdmin,
    is_owner: false,
    is_restricted: user.isRestricted,
    is_ultra_restricted: false,
    is_bot: user.isBot,
    is_app_user: false,
    is_stranger: isExternal ? true : undefined,
    updated: Math.floor(world.now() / 1000),
  });
}

/** How far a time zone is from UTC at a moment, in seconds. */
function offsetSeconds(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

const info: Method = {
  args: ['user', 'include_locale'],
  required: ['user'],
  scope: 'users:read',
  run(call) {
    const { world } = call.core;
    const user = world.users.get(arg(call, 'user'));
    if (user === undefined) throw new SlackError('user_not_found');
    return { user: userJson(world, user) };
  },
};

const list: Method = {
  args: ['cursor', 'include_locale', 'limit', 'team_id'],
  scope: 'users:read',
  run(call) {
    const { world } = call.core;
    const { items, next } = page([...world.users.values()], call, count(call, 'limit', 1000));
    return {
      members: items.map((user) => userJson(world, user)),
      cache_ts: Math.floor(world.now() / 1000),
      response_metadata: { next_cursor: next },
    };
  },
};

const lookupByEmail: Method = {
  args: ['email'],
  required: ['email'],
  scope: 'users:read.email',
  run(call) {
    const { world } = call.core;
    const user = [...world.users.values()].find(({ email }) => email === arg(call, 'email'));
    if (user === undefined) throw new SlackError('users_not_found');
    return { user: userJson(world, user) };
  },
};

const groups: Method = {
  args: ['include_count', 'include_disabled', 'include_users', 'team_id'],
  scope: 'usergroups:read',
  run(call) {
    const { groups: all, identity } = call.core.world;
    return {
      usergroups: all.map((group) =>
        compact({
          id: group.id,
          team_id: identity.team.id,
          is_usergroup: true,
          name: group.name,
          handle: group.handle,
          date_delete: 0,
          users: flag(call, 'include_users') ? group.users : undefined,
          user_count: flag(call, 'include_count') ? group.users.length : undefined,
        }),
      ),
    };
  },
};

const groupUsers: Method = {
  args: ['usergroup', 'include_disabled', 'team_id'],
  required: ['usergroup'],
  scope: 'usergroups:read',
  run(call) {
    const group = call.core.world.groups.find(({ id }) => id === arg(call, 'usergroup'));
    if (group === undefined) throw new SlackError('no_such_subteam');
    return { users: group.users };
  },
};

export const peopleMethods: { [name: string]: Method } = {
  'users.info': info,
  'users.list': list,
  'users.lookupByEmail': lookupByEmail,
  'usergroups.list': groups,
  'usergroups.users.list': groupUsers,
};
