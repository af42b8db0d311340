import { z } from 'zod';
import { isError } from '../core/errors.ts';
import type { Caller } from './caller.ts';
import { path } from './path.ts';

const Metadata = z.object({ version: z.string().min(1) });

/**
 * GitLab's version, `X.Y.Z[-ee]`: from https://docs.gitlab.com/api/metadata/, which servers before 15.2 lack, else
 * from https://docs.gitlab.com/api/version/.
 */
export async function readVersion(caller: Caller): Promise<string> {
  try {
    return (await caller.request({ method: 'GET', path: path`/metadata`, schema: Metadata })).value.version;
  } catch (error) {
    if (!isError(error, 'gitlab-not-found')) throw error;
    return (await caller.request({ method: 'GET', path: path`/version`, schema: Metadata })).value.version;
  }
}
