import { extendedDeployment } from '../entities/deployment.ts';
import { transition } from '../rules/life-cycle.ts';
import { mayDeploy } from '../rules/protection.ts';
import { forbidden, refuse } from '../rules/refusal.ts';
import { createDeployment, findOrCreateEnvironment } from '../rules/start-deployment.ts';
import { lastSuccess } from '../state/find.ts';
import { writableProject } from './project-of.ts';
import { commitFor, refExists } from './refs.ts';
import { type Answer, type Call, created } from './route.ts';

/**
 * POST /projects/:id/deployments: a deployment that ran outside GitLab CI. When the environment's last success has
 * the same ref, tag, sha and status, that one is answered instead of a new one (still 201).
 */
export function createThroughApi(call: Call): Answer {
  const { state, user, params } = call;
  const project = writableProject(call, 'developer');
  const environment = findOrCreateEnvironment(state, project, params.need('environment'));
  if (!mayDeploy(state, project, environment, user)) throw forbidden();
  const wish = { ref: params.need('ref'), tag: params.boolean('tag') ?? false, sha: params.need('sha') };
  if (commitFor(project, wish.sha)?.sha !== wish.sha)
    throw refuse(400, { sha: ['The commit does not exist'] });
  if (!refExists(state, project, wish.ref)) throw refuse(400, { ref: ['The branch or tag does not exist'] });
  const status = params.need('status');
  const last = lastSuccess(state, environment.id);
  const same = last && last.ref === wish.ref && last.tag === wish.tag && last.sha === wish.sha;
  if (last && same && status === 'success') return created(extendedDeployment(state, last));
  const deployment = createDeployment(state, environment, { ...wish, userId: user.id, jobId: null });
  if (status === 'running' || status === 'success' || status === 'failed' || status === 'canceled') {
    transition(state, deployment, status);
  }
  return created(extendedDeployment(state, deployment));
}
