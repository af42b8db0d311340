import { z } from 'zod';
import type { GitLabUser } from '../core/deployment.ts';
import { GitLabUserId } from '../core/ids.ts';
import { shown, shownText } from './shown.ts';

/** A user as GitLab embeds them everywhere (https://docs.gitlab.com/api/users/). */
export const UserSchema = z
  .object({ id: GitLabUserId, username: z.string(), name: shown })
  .transform(({ id, username, name }): GitLabUser => ({ id, username, name: shownText(name) ?? username }));
