import { z } from 'zod';
import type { MergeRequest } from '../core/deployment.ts';
import { shown, shownText } from './shown.ts';

/** A merge request in a list (https://docs.gitlab.com/api/merge_requests/#list-project-merge-requests). */
export const MergeRequestSchema = z
  .object({
    iid: z.number().int().positive(),
    title: shown,
    web_url: z.string().regex(/^https?:\/\//i),
    author: z.object({ name: shown, username: shown }).nullish().catch(null),
  })
  .transform(
    (row): MergeRequest => ({
      iid: row.iid,
      title: shownText(row.title) ?? '',
      webUrl: row.web_url,
      author: shownText(row.author?.name) ?? shownText(row.author?.username),
    }),
  );
