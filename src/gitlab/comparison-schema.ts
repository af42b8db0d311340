import { z } from 'zod';
import type { Commit } from '../core/deployment.ts';
import type { Comparison } from '../core/ports/gitlab.ts';
import { shownText } from './shown.ts';

const CommitSchema = z
  .object({ id: z.string().min(1), title: shownText, message: shownText, author_name: shownText })
  .transform(
    (row): Commit => ({
      sha: row.id,
      title: row.title ?? '',
      message: row.message ?? row.title ?? '',
      author: row.author_name ?? null,
    }),
  );

/** What lies between two revisions (https://docs.gitlab.com/api/repositories/#compare-branches-tags-or-commits). */
export const ComparisonSchema: z.ZodType<Comparison> = z.object({ commits: z.array(CommitSchema) });
