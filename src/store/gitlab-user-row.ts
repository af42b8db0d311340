import { z } from 'zod';
import { GitLabUserId } from '../core/ids.ts';

/** A GitLab user as stored with a link. */
export const GitLabUserRow = z.object({ id: GitLabUserId, username: z.string(), name: z.string() });
