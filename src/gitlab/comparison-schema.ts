import { z } from 'zod';
import type { Commit } from '../core/deployment.ts';
import type { Comparison } from '../core/ports/gitlab.ts';
import { shown, shownText } from './shown.ts';

const CommitSchema = z
  .object({
    id: z.string().min(1),
    parent_ids: z.array(z.string()).optional().catch(undefined),
    title: shown,
    message: shown,
    author_name: shown,
  })
  .transform(
    (row): Commit => ({
      sha: row.id,
      parents: row.parent_ids,
      title: shownText(row.title) ?? '',
      message: shownText(row.message) ?? shownText(row.title) ?? '',
      author: shownText(row.author_name),
    }),
  );

/** What lies between two revisions (https://docs.gitlab.com/api/repositories/#compare-branches-tags-or-commits). */
export const ComparisonSchema: z.ZodType<Comparison> = z
  .object({ commits: z.array(CommitSchema), compare_timeout: z.boolean().nullish().catch(null) })
  .transform(({ commits, compare_timeout }) => ({ commits, timedOut: compare_timeout === true }));
