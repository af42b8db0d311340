import { z } from 'zod';
import type { DeploymentEnvironment, Environment } from '../core/deployment.ts';
import { DeploymentId, EnvironmentId } from '../core/ids.ts';
import { shown, shownText, shownUrl } from './shown.ts';
import { UserSchema } from './user-schema.ts';

const identity = { id: EnvironmentId, name: z.string().min(1), external_url: shown };

/** An environment as it stands in a deployment, and in the answer to the deletion of review apps. */
export const ShortEnvironmentSchema = z.object(identity).transform(
  (row): DeploymentEnvironment => ({
    id: row.id,
    name: row.name,
    externalUrl: shownUrl(row.external_url),
  }),
);

const LastDeployment = z
  .object({
    id: DeploymentId,
    iid: z.number().int().positive(),
    sha: z.string().min(1),
    ref: z.string(),
    created_at: shown,
    user: UserSchema.nullish(),
  })
  .transform(({ id, iid, sha, ref, created_at, user }) => ({
    id,
    iid,
    sha,
    ref,
    createdAt: shownText(created_at),
    requestedBy: user ?? null,
  }));

/** An environment (https://docs.gitlab.com/api/environments/#retrieve-an-environment). */
export const EnvironmentSchema = z
  .object({
    ...identity,
    // A tier asks for a second look before acting: of a wrong type it must not read as "not production".
    tier: z.string().nullish(),
    state: shown,
    slug: shown,
    description: shown,
    created_at: shown,
    updated_at: shown,
    auto_stop_at: shown,
    auto_stop_setting: shown,
    kubernetes_namespace: shown,
    flux_resource_path: shown,
    // Only in the answer for a single environment: its last successful deployment.
    last_deployment: LastDeployment.nullish(),
  })
  .transform(
    (row): Environment => ({
      id: row.id,
      name: row.name,
      externalUrl: shownUrl(row.external_url),
      tier: row.tier ?? null,
      state: shownText(row.state),
      slug: shownText(row.slug),
      description: shownText(row.description),
      createdAt: shownText(row.created_at),
      updatedAt: shownText(row.updated_at),
      autoStopAt: shownText(row.auto_stop_at),
      autoStopSetting: shownText(row.auto_stop_setting),
      kubernetesNamespace: shownText(row.kubernetes_namespace),
      fluxResourcePath: shownText(row.flux_resource_path),
      lastDeployment: row.last_deployment ?? null,
    }),
  );
