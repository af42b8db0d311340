import { z } from 'zod';
import type { Environment } from '../core/deployment.ts';
import { DeploymentId, EnvironmentId } from '../core/ids.ts';
import { shown, shownText, shownUrl } from './shown.ts';

/** An environment (https://docs.gitlab.com/api/environments/#retrieve-an-environment). */
export const EnvironmentSchema = z
  .object({
    id: EnvironmentId,
    name: z.string().min(1),
    external_url: shown,
    // A tier asks for a second look before acting: of a wrong type it must not read as "not production".
    tier: z.string().nullish(),
    state: shown,
    // Only in the answer for a single environment: its last successful deployment.
    last_deployment: z
      .object({ id: DeploymentId, iid: z.number().int().positive(), sha: z.string().min(1), ref: z.string() })
      .nullish(),
  })
  .transform(
    (row): Environment => ({
      id: row.id,
      name: row.name,
      externalUrl: shownUrl(row.external_url),
      tier: row.tier ?? null,
      state: shownText(row.state),
      lastDeployment: row.last_deployment ?? null,
    }),
  );
