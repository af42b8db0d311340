import { SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { ProjectRef } from '../core/ports/gitlab.ts';
import { asPerson } from '../flows/as-person.ts';
import { findProject } from '../flows/find-project.ts';
import { environmentList } from '../slack/environments.ts';
import type { ListQuery } from '../slack/lists.ts';
import type { Rendered } from '../slack/text-objects.ts';
import type { HandlerContext } from './define.ts';
import { rowsPerPage } from './deployment-query.ts';

const ROWS = 10;
const STATES = ['available', 'stopping', 'stopped'] as const;

/**
 * One page of a project's environments, read with the person's own rights.
 * @throws SlipwayError `not-connected`, `project-not-found`, `bad-value`; GitLabError
 */
export async function environmentPage(
  context: HandlerContext,
  person: SlackPerson,
  query: ListQuery & { project: ProjectRef },
): Promise<Rendered> {
  const filters = filtersOf(query.filters);
  const { api } = await asPerson(context.ports, person);
  const project = await findProject(api, query.project);
  const page = await api.environments.list(project.id, {
    ...filters,
    page: query.page,
    perPage: rowsPerPage(query.filters['per-page'], ROWS),
  });
  const to = (number: number): ListQuery => ({ ...query, project: project.id, page: number });
  return environmentList(
    {
      project,
      rows: page.items,
      page: query.page,
      previous: query.page > 1 ? to(query.page - 1) : undefined,
      next: page.next === undefined ? undefined : to(query.page + 1),
    },
    context.words,
  );
}

function filtersOf({ name, search, state }: Readonly<Record<string, string>>) {
  const states = state === undefined ? undefined : STATES.find((one) => one === state.toLowerCase());
  if (state !== undefined && states === undefined) {
    throw new SlipwayError('bad-value', { option: 'state', value: state, known: STATES });
  }
  return { name, search, states };
}
