import { z } from 'zod';
import { DeploymentId, EnvironmentId, ProjectId } from '../core/ids.ts';

/** Entries of the menu beside a deployment in a list. */
const DEPLOYMENT_ENTRIES = ['show', 'approve', 'run', 'changes', 'open'] as const;
export type DeploymentEntry = (typeof DEPLOYMENT_ENTRIES)[number];

/** Entries of the menu beside an environment in a list. */
const ENVIRONMENT_ENTRIES = ['show', 'stop', 'open'] as const;
export type EnvironmentEntry = (typeof ENVIRONMENT_ENTRIES)[number];

/** A deployment as a control outside a card names it. It carries no authority: everything is read anew. */
const DeploymentControl = z.object({ project: ProjectId, deployment: DeploymentId });
export type DeploymentControl = z.infer<typeof DeploymentControl>;

const DeploymentRow = DeploymentControl.extend({ entry: z.enum(DEPLOYMENT_ENTRIES) });
export type DeploymentRow = z.infer<typeof DeploymentRow>;

const EnvironmentRow = z.object({
  project: ProjectId,
  environment: EnvironmentId,
  entry: z.enum(ENVIRONMENT_ENTRIES),
});
export type EnvironmentRow = z.infer<typeof EnvironmentRow>;

/** Slack's limit for the value of an option. */
const LIMIT = 150;

/** The value of a control, of at most 150 characters. */
export const encodeRow = (value: DeploymentControl | DeploymentRow | EnvironmentRow): string =>
  JSON.stringify(value);

/** Reads the value of a button beside a deployment's details; `undefined` for anything else. */
export const decodeDeploymentControl = (text: string): DeploymentControl | undefined =>
  decode(DeploymentControl, text);

/** Reads an entry of a deployment's menu; `undefined` for anything else. */
export const decodeDeploymentRow = (text: string): DeploymentRow | undefined => decode(DeploymentRow, text);

/** Reads an entry of an environment's menu; `undefined` for anything else. */
export const decodeEnvironmentRow = (text: string): EnvironmentRow | undefined =>
  decode(EnvironmentRow, text);

function decode<T>(schema: z.ZodType<T>, text: string): T | undefined {
  if (text.length > LIMIT) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
