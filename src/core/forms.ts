import { z } from 'zod';
import type { ChannelId, DeploymentId, ProjectId } from './ids.ts';
import type { OperationName } from './operations.ts';
import type { SlackPerson } from './person.ts';

/** The operations that can be entered in a form. */
export const FORM_NAMES = [
  'create-deployment',
  'update-deployment',
  'create-environment',
  'update-environment',
] as const satisfies readonly OperationName[];
export type FormName = (typeof FORM_NAMES)[number];

/** What can be entered, in a form or as the words of a command. */
export const FORM_FIELDS = [
  'project',
  'deployment',
  'environment',
  'name',
  'ref',
  'sha',
  'tag',
  'status',
  'url',
  'tier',
  'description',
  'auto-stop',
  'agent',
  'namespace',
  'flux',
] as const;
export type FormField = (typeof FORM_FIELDS)[number];

/** Settings of an environment that can be taken away; the others always have a value in GitLab. */
export const REMOVABLE_FIELDS = [
  'url',
  'description',
  'agent',
  'namespace',
  'flux',
] as const satisfies readonly FormField[];
export type RemovableField = (typeof REMOVABLE_FIELDS)[number];

/** What was entered, as it was typed or chosen; nothing is checked yet. Empty: to be taken away. */
export const FormValues = z.partialRecord(z.enum(FORM_FIELDS), z.string().max(10_000));
export type FormValues = z.infer<typeof FormValues>;

/** A form on its way to somebody, before GitLab was asked for what can be chosen. */
export interface FormDraft {
  readonly op: FormName;
  readonly person: SlackPerson;
  readonly channel: ChannelId;
  readonly values: FormValues;
  /** Of a form that asks for the project: how often it was drawn anew for another one. */
  readonly turn?: number | undefined;
}

/** A deployment whose status can be set. */
export interface DeploymentChoice {
  readonly id: DeploymentId;
  readonly environment: string;
  readonly ref: string;
  readonly sha: string;
  readonly status: string;
}

/** What GitLab has to choose from. */
export interface FormChoices {
  readonly environments: readonly string[];
  /** Whether these are all environments of the project. */
  readonly allEnvironments: boolean;
  /** Refs deployed lately. */
  readonly refs: readonly string[];
  readonly deployments: readonly DeploymentChoice[];
  /** What can be taken away from the environment, with the value it has where that is known. */
  readonly removable: Readonly<Partial<Record<RemovableField, string>>>;
}

/** A form as it is drawn. */
export interface FormView extends FormDraft {
  /** The project, where it is known; without it, or with a `turn`, the form asks for it. */
  readonly project: { readonly id: ProjectId; readonly path: string } | undefined;
  /** Projects the channel watches, to choose from. */
  readonly watched: readonly { readonly id: ProjectId; readonly path: string }[];
  readonly choices: FormChoices;
}
