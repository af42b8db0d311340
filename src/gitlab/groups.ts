import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Caller } from './caller.ts';
import { accessLevelAt } from './membership.ts';
import { FULL_PAGE, pageOf } from './pages.ts';
import { path } from './path.ts';
import { projectPage } from './project-pages.ts';
import { UserSchema } from './user-schema.ts';

/** https://docs.gitlab.com/api/group_members/, inherited members included, and a group's projects. */
export function createGroups(caller: Caller): GitLabApi['groups'] {
  return {
    hasMember: async (group, user) => {
      const at = path`/groups/${{ id: group }}/members/all/${{ user_id: user }}`;
      return (await accessLevelAt(caller, at)) !== undefined;
    },
    members: async (group) => {
      const page = await pageOf(caller, {
        method: 'GET',
        path: path`/groups/${{ id: group }}/members/all`,
        query: { per_page: FULL_PAGE },
        schema: UserSchema,
      });
      return page.items;
    },
    projects: async (group, query = {}) =>
      projectPage(caller, path`/groups/${{ id: group }}/projects`, query, {
        include_subgroups: query.includeSubgroups,
        with_shared: query.withShared,
      }),
  };
}
