import { z } from 'zod';
import type { Group } from '../core/deployment.ts';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Caller } from './caller.ts';
import { accessLevelAt, membersAt } from './membership.ts';
import { path } from './path.ts';
import { projectPage } from './project-pages.ts';
import { shown, shownText } from './shown.ts';

/** https://docs.gitlab.com/api/groups/#retrieve-a-group */
const GroupSchema = z
  .object({ id: z.number().int().positive(), full_path: z.string().min(1), name: shown })
  .transform(
    ({ id, full_path, name }): Group => ({ id, path: full_path, name: shownText(name) ?? full_path }),
  );

/** https://docs.gitlab.com/api/groups/, its members (https://docs.gitlab.com/api/group_members/) and its projects. */
export function createGroups(caller: Caller): GitLabApi['groups'] {
  return {
    get: async (group) => {
      const at = path`/groups/${{ id: group }}`;
      // Without this, the answer of an old server holds all its projects.
      const query = { with_projects: false };
      return (await caller.request({ method: 'GET', path: at, query, schema: GroupSchema })).value;
    },
    hasMember: async (group, user, inherited = true) => {
      const at = inherited
        ? path`/groups/${{ id: group }}/members/all/${{ user_id: user }}`
        : path`/groups/${{ id: group }}/members/${{ user_id: user }}`;
      return (await accessLevelAt(caller, at)) !== undefined;
    },
    accessLevel: async (group, user) =>
      accessLevelAt(caller, path`/groups/${{ id: group }}/members/all/${{ user_id: user }}`),
    members: async (group, inherited = true) =>
      membersAt(
        caller,
        inherited ? path`/groups/${{ id: group }}/members/all` : path`/groups/${{ id: group }}/members`,
      ),
    projects: async (group, query = {}) =>
      projectPage(caller, path`/groups/${{ id: group }}/projects`, query, {
        include_subgroups: query.includeSubgroups,
        with_shared: query.withShared,
      }),
  };
}
