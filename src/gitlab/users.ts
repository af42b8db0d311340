import { z } from 'zod';
import type { GitLabApi } from '../core/ports/gitlab.ts';
import type { Caller } from './caller.ts';
import { path } from './path.ts';
import { UserSchema } from './user-schema.ts';

/** A day, such as `2026-12-31`; missing where it never ends. */
const OwnToken = z
  .object({ scopes: z.array(z.string()), expires_at: z.string().nullish() })
  .transform(({ scopes, expires_at }) => ({ scopes, expiresAt: expires_at ?? undefined }));

/**
 * https://docs.gitlab.com/api/users/#retrieve-the-current-user and, of the token in use,
 * https://docs.gitlab.com/api/personal_access_tokens/#self-inform
 */
export const createUsers = (caller: Caller): GitLabApi['users'] => ({
  me: async () => (await caller.request({ method: 'GET', path: path`/user`, schema: UserSchema })).value,
  ownToken: async () =>
    (await caller.request({ method: 'GET', path: path`/personal_access_tokens/self`, schema: OwnToken }))
      .value,
});
