import type { Deployment } from '../state/delivery-records.ts';
import { jobOf } from '../state/find.ts';
import type { State } from '../state/state.ts';
import { jobEntity } from './job.ts';
import { basicUserById } from './user.ts';

/** A deployment without its environment, as an environment's `last_deployment` shows it. */
export function plainDeployment(state: State, deployment: Deployment): Record<string, unknown> {
  const job = jobOf(state, deployment);
  return {
    id: deployment.id,
    iid: deployment.iid,
    ref: deployment.ref,
    sha: deployment.sha,
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    user: basicUserById(state, deployment.userId),
    deployable: job ? jobEntity(state, job) : null,
    ...(state.version.atLeast('12.4') ? { status: deployment.status } : {}),
  };
}
