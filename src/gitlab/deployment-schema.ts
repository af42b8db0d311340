import { z } from 'zod';
import type { Deployment } from '../core/deployment.ts';
import { DeploymentId, EnvironmentId } from '../core/ids.ts';
import { approvalFields, approvalStateOf } from './approval-schema.ts';
import { JobSchema } from './job-schema.ts';
import { shown, shownUrl } from './shown.ts';
import { UserSchema } from './user-schema.ts';

/**
 * A deployment, from a list or by itself (https://docs.gitlab.com/api/deployments/#retrieve-a-deployment).
 *
 * Strict in what decisions rest on: ids, sha, status, who requested it, approvals. `status` is missing before 12.4 and
 * passes through when unknown; `updated_at` is missing on some old servers.
 */
export const DeploymentSchema = z
  .object({
    id: DeploymentId,
    iid: z.number().int().positive(),
    ref: z.string(),
    sha: z.string().min(1),
    status: z.string().nullish(),
    created_at: z.string(),
    updated_at: z.string().nullish(),
    user: UserSchema.nullish(),
    environment: z.object({ id: EnvironmentId, name: z.string().min(1), external_url: shown }),
    deployable: JobSchema.nullish(),
    ...approvalFields,
  })
  .transform(
    (row): Deployment => ({
      id: row.id,
      iid: row.iid,
      ref: row.ref,
      sha: row.sha,
      status: row.status ?? '',
      createdAt: row.created_at,
      updatedAt: row.updated_at ?? row.created_at,
      requestedBy: row.user ?? null,
      environment: {
        id: row.environment.id,
        name: row.environment.name,
        externalUrl: shownUrl(row.environment.external_url),
      },
      job: row.deployable ?? null,
      approval: approvalStateOf(row),
    }),
  );
