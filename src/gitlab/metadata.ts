import { z } from 'zod';
import { isError } from '../core/errors.ts';
import type { Metadata } from '../core/ports/gitlab.ts';
import type { Caller } from './caller.ts';
import { path } from './path.ts';
import { shown, shownText } from './shown.ts';

const MetadataSchema = z.object({ version: z.string().min(1), revision: shown, enterprise: shown }).transform(
  ({ version, revision, enterprise }): Metadata => ({
    version,
    revision: shownText(revision),
    // Sent since 15.6; the version tells on every server. JiHu's own ends in `-jh` and is built on the EE.
    enterprise: typeof enterprise === 'boolean' ? enterprise : /-(ee|jh)\b/.test(version),
  }),
);

/**
 * What GitLab says of itself: from https://docs.gitlab.com/api/metadata/, which servers before 15.2 lack, else from
 * https://docs.gitlab.com/api/version/.
 */
export async function readMetadata(caller: Caller): Promise<Metadata> {
  const schema = MetadataSchema;
  try {
    return (await caller.request({ method: 'GET', path: path`/metadata`, schema })).value;
  } catch (error) {
    if (!isError(error, 'gitlab-not-found')) throw error;
    return (await caller.request({ method: 'GET', path: path`/version`, schema })).value;
  }
}
