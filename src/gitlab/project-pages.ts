import type { Project } from '../core/deployment.ts';
import type { Page } from '../core/ports/gitlab.ts';
import type { ProjectQuery } from '../core/ports/gitlab-parameters.ts';
import type { Caller } from './caller.ts';
import { FULL_PAGE, pageOf } from './pages.ts';
import type { Path } from './path.ts';
import { ProjectSchema } from './project-schema.ts';
import type { Query } from './query.ts';

/**
 * A page of projects (https://docs.gitlab.com/api/projects/#list-all-projects), of a group or of all.
 * @param more parameters of the one list or the other
 */
export async function projectPage(
  caller: Caller,
  path: Path,
  query: ProjectQuery,
  more: Query,
): Promise<Page<Project>> {
  const { archived, perPage = FULL_PAGE } = query;
  const page = await pageOf(caller, {
    method: 'GET',
    path,
    query: {
      ...more,
      search: query.search,
      archived,
      min_access_level: query.minAccessLevel,
      order_by: query.orderBy,
      sort: query.sort,
      // The short form is a tenth of the long one, and does not say whether a project is archived.
      simple: archived === undefined ? undefined : true,
      page: query.page,
      per_page: perPage,
    },
    schema: ProjectSchema,
  });
  return archived === undefined
    ? page
    : { ...page, items: page.items.map((project) => ({ ...project, archived })) };
}
