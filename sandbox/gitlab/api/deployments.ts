import { approvalEntity, extendedDeployment } from '../entities/deployment.ts';
import { mergeRequestEntity } from '../entities/merge-request.ts';
import { approveDeployment } from '../rules/approve.ts';
import { isDeployedNow } from '../rules/jobs.ts';
import { transition } from '../rules/life-cycle.ts';
import { mayDeploy } from '../rules/protection.ts';
import { forbidden, refuse } from '../rules/refusal.ts';
import { environmentById } from '../state/find.ts';
import type { State } from '../state/state.ts';
import { createThroughApi } from './create-deployment.ts';
import { listDeployments, listParams } from './list-deployments.ts';
import { filterMergeRequests, MERGE_REQUEST_FILTERS } from './merge-request-filters.ts';
import { pageOf } from './pages-of-rows.ts';
import { checkUnmodified } from './precondition.ts';
import { deploymentOf, readableProject, writableProject } from './project-of.ts';
import { type Answer, type Call, created, noContent, ok, type Route } from './route.ts';

const WRITABLE = ['running', 'success', 'failed', 'canceled'] as const;
type Writable = (typeof WRITABLE)[number];

function writableStatus(text: string): Writable {
  return WRITABLE.find((one) => one === text) ?? 'running';
}

function show(call: Call): Answer {
  const project = readableProject(call);
  return ok(extendedDeployment(call.state, deploymentOf(call, project)));
}

function update(call: Call): Answer {
  const { state, user, params } = call;
  const project = writableProject(call, 'developer');
  const deployment = deploymentOf(call, project);
  if (!mayDeploy(state, project, environmentById(state, deployment.environmentId), user)) throw forbidden();
  if (deployment.jobId !== null) {
    throw forbidden('Deployments created using GitLab CI can not be updated using the API');
  }
  transition(state, deployment, writableStatus(params.need('status')));
  return ok(extendedDeployment(state, deployment));
}

function destroy(call: Call): Answer {
  const { state, user } = call;
  const project = writableProject(call, 'maintainer');
  const deployment = deploymentOf(call, project);
  const environment = environmentById(state, deployment.environmentId);
  if (!mayDeploy(state, project, environment, user)) throw forbidden();
  checkUnmodified(call, deployment.updatedAt);
  if (deployment.status === 'running') throw refuse(400, 'Cannot destroy running deployment');
  if (isDeployedNow(state, deployment.id, environment.id)) {
    throw refuse(400, 'Deployment currently deployed to environment');
  }
  state.deployments.delete(deployment.id);
  return noContent();
}

function mergeRequests(call: Call): Answer {
  const { state } = call;
  const deployment = deploymentOf(call, readableProject(call));
  const linked = deployment.mergeRequestIds.flatMap((id) => state.mergeRequests.get(id) ?? []);
  return pageOf(call, filterMergeRequests(state, linked, call.params), (row) =>
    mergeRequestEntity(state, row),
  );
}

function approval(call: Call): Answer {
  const { state, params } = call;
  const deployment = deploymentOf(call, readableProject(call, false));
  const approved = approveDeployment(state, deployment, call.user, {
    status: params.need('status') === 'approved' ? 'approved' : 'rejected',
    comment: params.string('comment'),
    representedAs: params.string('represented_as'),
  });
  return created(approvalEntity(state, approved));
}

/** The Deployments API (doc: api/deployments). */
export function deploymentRoutes(state: State): Route[] {
  const all = '/projects/:id/deployments';
  const one = `${all}/:deployment_id`;
  const status = { name: 'status', type: 'string', required: true } as const;
  const jobToken = true;
  return [
    { method: 'GET', path: all, params: listParams(state), paged: true, jobToken, run: listDeployments },
    {
      method: 'POST',
      path: all,
      since: '12.4',
      jobToken,
      params: [
        { name: 'environment', type: 'string', required: true, notBlank: true },
        { name: 'sha', type: 'string', required: true, notBlank: true },
        { name: 'ref', type: 'string', required: true, notBlank: true },
        { name: 'tag', type: 'boolean', required: true },
        { ...status, values: WRITABLE },
      ],
      run: createThroughApi,
    },
    { method: 'GET', path: one, jobToken, run: show },
    {
      method: 'PUT',
      path: one,
      since: '12.4',
      jobToken,
      params: [{ ...status, values: WRITABLE }],
      run: update,
    },
    { method: 'DELETE', path: one, since: '15.3', jobToken, run: destroy },
    {
      method: 'GET',
      path: `${one}/merge_requests`,
      since: '12.7',
      paged: true,
      jobToken,
      params: MERGE_REQUEST_FILTERS,
      run: mergeRequests,
    },
    {
      method: 'POST',
      path: `${one}/approval`,
      since: '14.7',
      enterprise: true,
      jobToken,
      params: [
        { ...status, values: ['approved', 'rejected'] },
        { name: 'comment', type: 'string' },
        { name: 'represented_as', type: 'string' },
      ],
      run: approval,
    },
  ];
}
