import { z } from 'zod';
import type { Project } from '../core/deployment.ts';
import { ProjectId } from '../core/ids.ts';
import { shown, shownText } from './shown.ts';

/** A project (https://docs.gitlab.com/api/projects/#retrieve-a-project). */
export const ProjectSchema = z
  .object({
    id: ProjectId,
    path_with_namespace: z.string().min(1),
    name: shown,
    web_url: z.string().regex(/^https?:\/\//i),
    archived: shown,
  })
  .transform(
    (row): Project => ({
      id: row.id,
      path: row.path_with_namespace,
      name: shownText(row.name) ?? row.path_with_namespace,
      webUrl: row.web_url,
      archived: row.archived === true,
    }),
  );
