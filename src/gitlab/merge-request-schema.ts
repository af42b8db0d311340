import { z } from 'zod';
import type { MergedRequest } from '../core/deployment.ts';
import { shown, shownText } from './shown.ts';

const commit = z.string().nullish().catch(null);

/** A merge request in a list (https://docs.gitlab.com/api/merge_requests/#list-project-merge-requests). */
export const MergeRequestSchema = z
  .object({
    iid: z.number().int().positive(),
    title: shown,
    web_url: z.string().regex(/^https?:\/\//i),
    state: z.string().nullish().catch(null),
    sha: commit,
    merge_commit_sha: commit,
    squash_commit_sha: commit,
    author: z.object({ name: shown, username: shown }).nullish().catch(null),
  })
  .transform(
    (row): MergedRequest => ({
      iid: row.iid,
      title: shownText(row.title) ?? '',
      webUrl: row.web_url,
      author: shownText(row.author?.name) ?? shownText(row.author?.username),
      isMerged: (row.state ?? 'merged') === 'merged',
      landedAs: [row.merge_commit_sha, row.squash_commit_sha, row.sha].filter(
        (sha) => typeof sha === 'string',
      ),
    }),
  );
