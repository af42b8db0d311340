import type { Group } from '../core/deployment.ts';
import { isError, SlipwayError } from '../core/errors.ts';
import type { GroupMap, SeenGroupMap } from '../core/group-map.ts';
import type { ChannelId, UserGroupId } from '../core/ids.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackPerson } from '../core/person.ts';
import type { GitLabApi, GroupRef } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { asPerson } from './as-person.ts';
import { isOperator } from './operators.ts';
import { recordingRefusal, recordWatch } from './record-watch.ts';

/** GitLab's access level from which a group's member may say whom its mentions ring for. */
const MAINTAINER = 40;

/** A user group as it was typed: picked from Slack's list, or by its handle. */
export type TypedUserGroup = { readonly id: UserGroupId } | { readonly handle: string };

interface Asker {
  readonly person: SlackPerson;
  readonly channel: ChannelId;
}

/**
 * Has a user group of Slack stand for a group of GitLab: cards then call it instead of the group's members one by one.
 * @throws SlipwayError `not-connected`, `group-not-found`, `map-forbidden`, `user-group-not-found`; GitLabError
 */
export function mapGroup(
  ports: Ports,
  wish: Asker & { readonly group: GroupRef; readonly userGroup: TypedUserGroup },
): Promise<Notice> {
  const { person, channel } = wish;
  const typed = 'id' in wish.userGroup ? wish.userGroup.id : `@${wish.userGroup.handle}`;
  const line = { act: 'map', person, channel, detail: `${wish.group} ${typed}` } as const;
  return recordingRefusal(ports, line, async () => {
    const { api, me } = await asPerson(ports, person);
    const group = await findGroup(api, wish.group);
    await assertMayMap(ports, person, group.path, () => api.groups.accessLevel(group.id, me.id));
    const userGroup = await userGroupOf(ports, wish.userGroup);
    const map = { team: person.team, group: group.id, path: group.path, userGroup, by: person.user };
    const made: GroupMap = { ...map, at: ports.clock.now() };
    const before = (await ports.groupMaps.all(person.team)).find((one) => one.group === group.id);
    await ports.groupMaps.put(made);
    await recordWatch(ports, { ...line, detail: `${group.path} ${userGroup}` });
    return { kind: 'group-mapped', map: made, before: before?.userGroup };
  });
}

/**
 * @throws SlipwayError `map-not-found`, `map-forbidden`; `not-connected` for anybody but an operator; GitLabError
 */
export function unmapGroup(ports: Ports, wish: Asker & { readonly group: GroupRef }): Promise<Notice> {
  const { person, channel } = wish;
  const line = { act: 'unmap', person, channel, detail: String(wish.group) } as const;
  return recordingRefusal(ports, line, async () => {
    const maps = await ports.groupMaps.all(person.team);
    const wanted = String(wish.group).toLowerCase();
    const map = maps.find(({ group, path }) => wish.group === group || path.toLowerCase() === wanted);
    await assertMayMap(ports, person, String(wish.group), async () => {
      const { api, me } = await asPerson(ports, person);
      if (map === undefined) throw notMapped(wish.group);
      return api.groups.accessLevel(map.group, me.id);
    });
    if (map === undefined) throw notMapped(wish.group);
    await ports.groupMaps.remove(person.team, map.group);
    await recordWatch(ports, { ...line, detail: `${map.path} ${map.userGroup}` });
    return { kind: 'group-unmapped', map };
  });
}

const notMapped = (group: GroupRef): SlipwayError =>
  new SlipwayError('map-not-found', { group: String(group) });

/** GitLab is asked about this many groups for one list. */
const MOST_ASKED = 30;

/**
 * What is mapped; to whoever does not run this Slipway, only for groups GitLab shows them.
 * @throws SlipwayError `account-refused`, `account-unchecked`; `not-connected` for anybody but an operator
 */
export async function listMaps(ports: Ports, person: SlackPerson): Promise<Notice> {
  const all = await ports.groupMaps.all(person.team);
  const seesAll = await isOperator(ports, person);
  const { api } = seesAll ? { api: undefined } : await asPerson(ports, person);
  const asked = api === undefined ? all : all.slice(0, MOST_ASKED);
  const rows = await Promise.all(
    asked.map(async (map): Promise<SeenGroupMap | undefined> => {
      if (api !== undefined && !(await isVisible(api, map.group))) return undefined;
      return { map, isGone: (await ports.userGroups.look(map.userGroup)).state === 'gone' };
    }),
  );
  return { kind: 'group-maps', rows: rows.filter((row) => row !== undefined) };
}

async function isVisible(api: GitLabApi, group: number): Promise<boolean> {
  try {
    await api.groups.get(group);
    return true;
  } catch (error) {
    if (isError(error, 'gitlab-not-found', 'gitlab-forbidden')) return false;
    throw error;
  }
}

async function findGroup(api: GitLabApi, ref: GroupRef): Promise<Group> {
  try {
    return await api.groups.get(ref);
  } catch (error) {
    if (!isError(error, 'gitlab-not-found', 'gitlab-forbidden')) throw error;
    throw new SlipwayError('group-not-found', { group: String(ref) }, { cause: error });
  }
}

async function assertMayMap(
  ports: Ports,
  person: SlackPerson,
  group: string,
  levelOf: () => Promise<number | undefined>,
): Promise<void> {
  if (await isOperator(ports, person)) return;
  if (((await levelOf()) ?? 0) < MAINTAINER) throw new SlipwayError('map-forbidden', { group });
}

async function userGroupOf({ userGroups }: Ports, typed: TypedUserGroup): Promise<UserGroupId> {
  const sight = 'id' in typed ? await userGroups.look(typed.id) : await userGroups.named(typed.handle);
  if (sight.state === 'there') return sight.id;
  // Without the scope to look, what was picked from Slack's own list is taken as it is.
  if (sight.state === 'unchecked' && 'id' in typed) return typed.id;
  throw new SlipwayError('user-group-not-found', { why: sight.state });
}
