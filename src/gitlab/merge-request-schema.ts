import { z } from 'zod';
import type { MergeRequest } from '../core/deployment.ts';
import { shownText } from './shown.ts';

/** A merge request in a list (https://docs.gitlab.com/api/merge_requests/#list-project-merge-requests). */
export const MergeRequestSchema = z
  .object({
    iid: z.number().int().positive(),
    title: shownText,
    web_url: z.string().regex(/^https?:\/\//i),
    author: z.object({ name: shownText, username: shownText }).nullish().catch(null),
  })
  .transform(
    (row): MergeRequest => ({
      iid: row.iid,
      title: row.title ?? '',
      webUrl: row.web_url,
      author: row.author?.name ?? row.author?.username ?? null,
    }),
  );
