import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Caller } from './caller.ts';
import { path } from './path.ts';
import { UserSchema } from './user-schema.ts';

/** https://docs.gitlab.com/api/users/#retrieve-the-current-user */
export const createUsers = (caller: Caller): GitLabApi['users'] => ({
  me: async () => (await caller.request({ method: 'GET', path: path`/user`, schema: UserSchema })).value,
});
