import { environmentEntity } from '../entities/environment.ts';
import { badRequest, Refusal } from '../rules/refusal.ts';
import type { Environment } from '../state/delivery-records.ts';
import { pageOf } from './pages-of-rows.ts';
import { readableProject } from './project-of.ts';
import type { Answer, Call } from './route.ts';

const SHORTEST_SEARCH = 3;

/** Prefix of the whole name, or of the part behind the folder; case does not matter. */
function searched(row: Environment, search: string): boolean {
  const wanted = search.toLowerCase();
  const name = row.name.toLowerCase();
  return name.startsWith(wanted) || name.slice(name.indexOf('/') + 1).startsWith(wanted);
}

/** GET /projects/:id/environments: by exact name or by search, oldest first, with `project`. */
export function listEnvironments(call: Call): Answer {
  const { state, params } = call;
  if (params.has('name') && params.has('search')) {
    throw new Refusal(400, { error: 'name, search cannot be used together' });
  }
  const project = readableProject(call);
  const search = params.string('search');
  const name = params.string('name');
  const wanted = params.string('states');
  if (search !== undefined && search.length < SHORTEST_SEARCH && state.version.atLeast('16.0')) {
    throw badRequest('Search query is less than 3 characters');
  }
  const rows = [...state.environments.values()]
    .filter((row) => row.projectId === project.id)
    .filter((row) => name === undefined || row.name === name)
    .filter((row) => search === undefined || searched(row, search))
    .filter((row) => wanted === undefined || row.state === wanted);
  return pageOf(call, rows, (row) => environmentEntity(state, row, 'project'));
}
