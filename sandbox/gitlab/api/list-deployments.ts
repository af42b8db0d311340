import { deploymentEntity } from '../entities/deployment.ts';
import { badRequest } from '../rules/refusal.ts';
import type { Deployment } from '../state/delivery-records.ts';
import { environmentById } from '../state/find.ts';
import type { State } from '../state/state.ts';
import { pageOf } from './pages-of-rows.ts';
import type { ParamRule, Params } from './params.ts';
import { readableProject } from './project-of.ts';
import type { Answer, Call } from './route.ts';

const STATUSES = ['created', 'running', 'success', 'failed', 'canceled', 'skipped', 'blocked'];
const FINISHED = ['success', 'failed', 'canceled'];

/** What each generation of servers lists: `ref` was a sort order once, status and time filters came later. */
export function listParams(state: State): ParamRule[] {
  const { version } = state;
  const orders = ['id', 'iid', 'created_at'];
  if (version.atLeast('12.4')) orders.push('updated_at');
  if (version.atLeast('15.8')) orders.push('finished_at');
  if (!version.atLeast('16.0')) orders.push('ref');
  const rules: ParamRule[] = [
    { name: 'order_by', type: 'string', values: orders },
    { name: 'sort', type: 'string', values: ['asc', 'desc'] },
  ];
  if (!version.atLeast('12.4')) return rules;
  const times = ['updated_after', 'updated_before'];
  if (version.atLeast('15.8')) times.push('finished_after', 'finished_before');
  for (const name of times) rules.push({ name, type: 'time' });
  const statuses = version.atLeast('14.7') ? STATUSES : STATUSES.filter((one) => one !== 'blocked');
  rules.push({ name: 'environment', type: 'string' }, { name: 'status', type: 'string', values: statuses });
  return rules;
}

function anyOf(params: Params, ...names: string[]): boolean {
  return names.some((name) => params.has(name));
}

/** The five combinations GitLab refuses, so that every query has an index. */
function checkCombination(state: State, params: Params): void {
  const updated = anyOf(params, 'updated_after', 'updated_before');
  const finished = anyOf(params, 'finished_after', 'finished_before');
  const order = params.string('order_by') ?? 'id';
  const status = params.string('status') ?? '';
  if (updated && finished) {
    throw badRequest('Both `updated_at` filter and `finished_at` filter can not be specified');
  }
  if (updated && order !== 'updated_at' && state.version.atLeast('16.0')) {
    throw badRequest('`updated_at` filter requires `updated_at` sort');
  }
  if (finished && order !== 'finished_at')
    throw badRequest('`finished_at` filter requires `finished_at` sort.');
  if (order === 'finished_at' && !finished && !FINISHED.includes(status)) {
    throw badRequest(
      '`finished_at` sort requires `finished_at` filter or a filter with at least one of the finished statuses.',
    );
  }
  if (finished && status !== 'success') {
    throw badRequest('`finished_at` filter must be combined with `success` status filter.');
  }
}

function inRange(at: string | null, params: Params, field: 'updated' | 'finished'): boolean {
  const after = params.time(`${field}_after`);
  const before = params.time(`${field}_before`);
  if (after === undefined && before === undefined) return true;
  const time = at === null ? Number.NaN : Date.parse(at);
  if (after !== undefined && !(time >= after)) return false;
  if (before === undefined) return true;
  // Only the upper end of `finished` is exclusive.
  return field === 'updated' ? time <= before : time < before;
}

function matches(state: State, row: Deployment, params: Params): boolean {
  const environment = params.string('environment');
  const status = params.string('status');
  return (
    (environment === undefined || environmentById(state, row.environmentId).name === environment) &&
    (status === undefined || row.status === status) &&
    inRange(row.updatedAt, params, 'updated') &&
    inRange(row.finishedAt, params, 'finished')
  );
}

/** `created_at` and `iid` are silently executed as `id`; ties go by id. */
function compare(order: string): (a: Deployment, b: Deployment) => number {
  const text = (a: string | null, b: string | null) => (a ?? '').localeCompare(b ?? '');
  return (a, b) => {
    if (order === 'updated_at') return text(a.updatedAt, b.updatedAt) || a.id - b.id;
    if (order === 'finished_at') return text(a.finishedAt, b.finishedAt) || a.id - b.id;
    if (order === 'ref') return text(a.ref, b.ref) || a.id - b.id;
    return a.id - b.id;
  };
}

/** GET /projects/:id/deployments (doc: Deployments API). Rows carry no approval fields. */
export function listDeployments(call: Call): Answer {
  const { state, params } = call;
  const project = readableProject(call);
  checkCombination(state, params);
  const rows = [...state.deployments.values()]
    .filter((row) => row.projectId === project.id && matches(state, row, params))
    .sort(compare(params.string('order_by') ?? 'id'));
  if (params.string('sort') === 'desc') rows.reverse();
  return pageOf(call, rows, (row) => deploymentEntity(state, row));
}
