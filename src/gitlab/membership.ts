import { z } from 'zod';
import { isError } from '../core/errors.ts';
import type { Caller } from './caller.ts';
import type { Path } from './path.ts';

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
