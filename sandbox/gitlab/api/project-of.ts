import { canRead, canSeeProject, canWrite } from '../rules/access.ts';
import { forbidden, noSuch, notFound, Refusal, refuse } from '../rules/refusal.ts';
import type { Deployment, Environment, Job } from '../state/delivery-records.ts';
import { projectAt } from '../state/find.ts';
import type { Role } from '../state/people-records.ts';
import type { Project } from '../state/project-records.ts';
import type { Call } from './route.ts';

const MOVED = 'Non GET methods are not allowed for moved projects';

function projectFormerlyAt(call: Call, path: string): Project | undefined {
  for (const project of call.state.projects.values()) if (project.formerPaths.includes(path)) return project;
  return undefined;
}

/** A moved project's new address: the same call with the numeric id in the path. */
function movedTo(call: Call, project: Project): Refusal {
  const path = call.url.pathname.replace(/^(\/api\/v4\/projects\/)[^/]+/, `$1${project.id}`);
  const url = `${call.state.baseUrl}${path}${call.url.search}`;
  return new Refusal(
    301,
    { message: `This resource has been moved permanently to ${url}` },
    { Location: url },
  );
}

/**
 * The project of `:id`, a number or an encoded path.
 * @throws Refusal 404 when it does not exist for the caller, 301 or 405 when it moved (16.7)
 */
export function projectOf(call: Call, isGet = true): Project {
  const { state, user, token } = call;
  const id = call.params.need('id');
  const here = /^\d+$/.test(id) ? state.projects.get(Number(id)) : projectAt(state, id);
  const former = here ? undefined : projectFormerlyAt(call, id);
  const project = here ?? former;
  const outside = token.projectId !== null && token.projectId !== project?.id;
  if (!project || outside || !canSeeProject(state, project, user)) throw noSuch('Project');
  if (former && state.version.atLeast('16.7')) {
    if (!isGet) throw refuse(405, MOVED);
    throw movedTo(call, former);
  }
  return project;
}

/** The project, for somebody who may read its deployments, environments and code (Reporter+, or public). */
export function readableProject(call: Call, isGet = true): Project {
  const project = projectOf(call, isGet);
  if (!canRead(call.state, project, call.user)) throw forbidden();
  return project;
}

/** The project, for a write that needs the role. */
export function writableProject(call: Call, role: Role): Project {
  const project = projectOf(call, false);
  if (!canWrite(call.state, project, call.user, role)) throw forbidden();
  return project;
}

function rowOf<Row extends { projectId: number }>(
  call: Call,
  rows: ReadonlyMap<number, Row>,
  project: Project,
  param: string,
): Row {
  const row = rows.get(call.params.integer(param) ?? -1);
  if (row?.projectId !== project.id) throw notFound();
  return row;
}

/** @throws Refusal 404 `404 Not found` for a row of another project too */
export function deploymentOf(call: Call, project: Project): Deployment {
  return rowOf(call, call.state.deployments, project, 'deployment_id');
}

/** @throws Refusal 404 `404 Not found` for a row of another project too */
export function environmentOf(call: Call, project: Project): Environment {
  return rowOf(call, call.state.environments, project, 'environment_id');
}

/** @throws Refusal 404 `404 Not found` for a row of another project too */
export function jobOfCall(call: Call, project: Project): Job {
  return rowOf(call, call.state.jobs, project, 'job_id');
}
