import { z } from 'zod';
import { DeploymentId, EnvironmentId, ProjectId } from './ids.ts';

/** By API id, or by the number in the address of its page. */
export const DeploymentName = z.union([
  DeploymentId,
  z.object({ environment: EnvironmentId, iid: z.number().int().positive() }),
]);
export type DeploymentName = z.infer<typeof DeploymentName>;

/** By id, or by its exact name. */
const environment = z.union([EnvironmentId, z.string().min(1)]);
const project = z.union([ProjectId, z.string().min(1)]);

/** Statuses that may be given to a deployment through the API; `created` and `blocked` belong to GitLab CI. */
export const WRITABLE_STATUSES = ['running', 'success', 'failed', 'canceled'] as const;
const status = z.enum(WRITABLE_STATUSES);

export const TIERS = ['production', 'staging', 'testing', 'development', 'other'] as const;
export const AUTO_STOP_SETTINGS = ['always', 'with_action'] as const;

/** What of an environment can be set, besides its name. An empty text or `null` takes a value away. */
const environmentFields = {
  externalUrl: z.string().optional(),
  tier: z.enum(TIERS).optional(),
  description: z.string().optional(),
  autoStopSetting: z.enum(AUTO_STOP_SETTINGS).optional(),
  clusterAgentId: z.number().int().positive().nullable().optional(),
  kubernetesNamespace: z.string().nullable().optional(),
  fluxResourcePath: z.string().nullable().optional(),
};

/** A change of a deployment's or environment's record in GitLab, as the person asked for it. */
export const Operation = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('create-deployment'),
    project,
    environment: z.string().min(1),
    sha: z.string().min(1),
    ref: z.string().min(1),
    tag: z.boolean(),
    status,
  }),
  z.object({ op: z.literal('update-deployment'), project, deployment: DeploymentName, status }),
  z.object({ op: z.literal('delete-deployment'), project, deployment: DeploymentName }),
  z.object({ op: z.literal('create-environment'), project, name: z.string().min(1), ...environmentFields }),
  z.object({
    op: z.literal('update-environment'),
    project,
    environment,
    ...environmentFields,
  }),
  z.object({ op: z.literal('stop-environment'), project, environment, force: z.boolean() }),
  /** `before`: ISO 8601. */
  z.object({ op: z.literal('stop-stale-environments'), project, before: z.string() }),
  z.object({ op: z.literal('delete-environment'), project, environment }),
  z.object({
    op: z.literal('delete-review-apps'),
    project,
    before: z.string().optional(),
    limit: z.number().int().min(1).max(1000).optional(),
  }),
]);
export type Operation = z.infer<typeof Operation>;
export type OperationName = Operation['op'];

export const OPERATION_NAMES: readonly OperationName[] = Operation.options.map(
  (option) => option.shape.op.value,
);
