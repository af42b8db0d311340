import { z } from 'zod';
import type { Member } from '../core/deployment.ts';
import { isError } from '../core/errors.ts';
import type { Caller } from './caller.ts';
import { allRows } from './pages.ts';
import type { Path } from './path.ts';
import { UserSchema } from './user-schema.ts';

/** What a list of members is read of: whoever is beyond is counted by nobody. */
const MOST_PAGES = 10;

/** `state` is missing on no server known; a server without it is taken at its word that they are members. */
const ListedSchema = z
  .object({ state: z.string().nullish(), access_level: z.number().int() })
  .and(UserSchema.transform((user) => ({ user })))
  .transform(({ user, access_level, state }) => ({
    ...user,
    accessLevel: access_level,
    signsIn: (state ?? 'active') === 'active' && !isTokenOwner(user.username),
  }));

/** The account behind a project's or group's access token (https://docs.gitlab.com/user/project/settings/project_access_tokens/#bot-users-for-projects). */
const isTokenOwner = (username: string): boolean => /^(?:project|group)_\d+_bot/u.test(username);

/** Members at this path, each once, without those who cannot sign in: blocked ones, and the accounts of tokens. */
export async function membersAt(caller: Caller, path: Path): Promise<readonly Member[]> {
  const rows = await allRows(caller, { method: 'GET', path, schema: ListedSchema }, MOST_PAGES);
  const people = rows
    .filter((row) => row.signsIn)
    .map(({ id, username, name, accessLevel }): Member => ({ id, username, name, accessLevel }));
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

/** A member (https://docs.gitlab.com/api/project_members/). */
const MemberSchema = z.object({ access_level: z.number().int() });

/**
 * Access level of the member at this path; `undefined` for a stranger, and where the credential may not see members:
 * nobody is taken for an approver on a guess.
 */
export async function accessLevelAt(caller: Caller, path: Path): Promise<number | undefined> {
  try {
    const { value } = await caller.request({ method: 'GET', path, schema: MemberSchema });
    return value.access_level;
  } catch (error) {
    if (isError(error, 'gitlab-not-found', 'gitlab-forbidden')) return undefined;
    throw error;
  }
}
