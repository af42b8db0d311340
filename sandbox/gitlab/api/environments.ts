import { environmentEntity } from '../entities/environment.ts';
import { canWrite } from '../rules/access.ts';
import { mayDeploy } from '../rules/protection.ts';
import { badRequest, forbidden, Refusal, refuse } from '../rules/refusal.ts';
import { createEnvironment } from '../rules/start-deployment.ts';
import type { Environment, Tier } from '../state/delivery-records.ts';
import { environmentNamed } from '../state/find.ts';
import { type State, timestamp } from '../state/state.ts';
import { listEnvironments } from './list-environments.ts';
import type { ParamRule, Params } from './params.ts';
import { checkUnmodified } from './precondition.ts';
import { environmentOf, projectOf, readableProject, writableProject } from './project-of.ts';
import { deleteReviewApps } from './review-apps.ts';
import { type Answer, type Call, created, noContent, ok, type Route } from './route.ts';
import { stop, stopStale } from './stop-environments.ts';

const TIERS: readonly Tier[] = ['production', 'staging', 'testing', 'development', 'other'];

/** The columns a create or update names; an absent parameter leaves its column alone. */
function wishIn(params: Params): Partial<Environment> {
  const tier = TIERS.find((one) => one === params.string('tier'));
  // Present with `null` is something else than absent: it takes the value away.
  const text = <Key extends string>(param: string, key: Key) =>
    params.raw[param] === undefined ? {} : { [key]: params.string(param) ?? null };
  const setting = params.string('auto_stop_setting');
  return {
    ...(tier ? { tier } : {}),
    ...(params.raw.external_url === undefined ? {} : { externalUrl: params.string('external_url') || null }),
    ...text('description', 'description'),
    ...text('kubernetes_namespace', 'kubernetesNamespace'),
    ...text('flux_resource_path', 'fluxResourcePath'),
    ...(setting === 'always' || setting === 'with_action' ? { autoStopSetting: setting } : {}),
  };
}

function checkAgent(params: Params): void {
  // There is none here; taking one away is no fault.
  if (params.integer('cluster_agent_id') !== undefined) {
    throw badRequest("cluster agent doesn't exist or cannot be associated with this environment");
  }
}

function checkSlug(params: Params): void {
  if (params.has('slug'))
    throw new Refusal(400, { error: 'slug is automatically generated and cannot be changed' });
}

/** An array since 18.9, an object on older servers. */
function nameProblem(state: State, text: string): Refusal {
  return state.version.atLeast('18.9') ? refuse(400, [`Name ${text}`]) : refuse(400, { name: [text] });
}

function create(call: Call): Answer {
  const { state, params } = call;
  checkSlug(params);
  const project = writableProject(call, 'developer');
  checkAgent(params);
  const name = params.need('name');
  if (environmentNamed(state, project.id, name)) throw nameProblem(state, 'has already been taken');
  if (name.length > 255) throw nameProblem(state, 'is too long (maximum is 255 characters)');
  return created(
    environmentEntity(state, createEnvironment(state, project, { ...wishIn(params), name }), null),
  );
}

function show(call: Call): Answer {
  const project = readableProject(call);
  return ok(environmentEntity(call.state, environmentOf(call, project), 'last_deployment'));
}

/** Protection is not asked: GitLab does not ask either. */
function update(call: Call): Answer {
  const { state, params } = call;
  checkSlug(params);
  const project = writableProject(call, 'developer');
  const environment = environmentOf(call, project);
  checkAgent(params);
  Object.assign(environment, wishIn(params), { updatedAt: timestamp(state) });
  return ok(environmentEntity(state, environment, null));
}

/** Only a stopped environment can go; anything else is no right at all (403). */
function destroy(call: Call): Answer {
  const { state, user } = call;
  const project = projectOf(call, false);
  const environment = environmentOf(call, project);
  const mayDestroy =
    canWrite(state, project, user, 'developer') && mayDeploy(state, project, environment, user);
  if (!mayDestroy || environment.state !== 'stopped') throw forbidden();
  checkUnmodified(call, environment.updatedAt);
  state.environments.delete(environment.id);
  for (const [id, row] of state.deployments)
    if (row.environmentId === environment.id) state.deployments.delete(id);
  return noContent();
}

function writeParams(): ParamRule[] {
  return [
    { name: 'external_url', type: 'string' },
    { name: 'slug', type: 'string' },
    { name: 'tier', type: 'string', values: TIERS },
    { name: 'description', type: 'string' },
    { name: 'cluster_agent_id', type: 'integer' },
    { name: 'kubernetes_namespace', type: 'string' },
    { name: 'flux_resource_path', type: 'string' },
    { name: 'auto_stop_setting', type: 'string', values: ['always', 'with_action'] },
  ];
}

/** The Environments API (doc: api/environments). */
export function environmentRoutes(state: State): Route[] {
  const all = '/projects/:id/environments';
  const one = `${all}/:environment_id`;
  const name: ParamRule = { name: 'name', type: 'string', required: true };
  const rename: ParamRule[] = state.version.atLeast('16.0') ? [] : [{ name: 'name', type: 'string' }];
  const force: ParamRule = { name: 'force', type: 'boolean' };
  const jobToken = true;
  return [
    {
      method: 'GET',
      path: all,
      paged: true,
      jobToken,
      params: [
        { name: 'name', type: 'string' },
        { name: 'search', type: 'string' },
        { name: 'states', type: 'string', values: ['available', 'stopping', 'stopped'] },
      ],
      run: listEnvironments,
    },
    { method: 'POST', path: all, jobToken, params: [name, ...writeParams()], run: create },
    {
      method: 'DELETE',
      path: `${all}/review_apps`,
      since: '14.2',
      jobToken,
      params: [
        { name: 'before', type: 'time' },
        { name: 'limit', type: 'integer', range: [1, 1000] },
        { name: 'dry_run', type: 'boolean' },
      ],
      run: deleteReviewApps,
    },
    {
      method: 'POST',
      path: `${all}/stop_stale`,
      since: '15.8',
      jobToken,
      params: [{ name: 'before', type: 'time', required: true }],
      run: stopStale,
    },
    { method: 'GET', path: one, jobToken, run: show },
    { method: 'PUT', path: one, jobToken, params: [...rename, ...writeParams()], run: update },
    { method: 'DELETE', path: one, jobToken, run: destroy },
    { method: 'POST', path: `${one}/stop`, jobToken, params: [force], run: stop },
  ];
}
