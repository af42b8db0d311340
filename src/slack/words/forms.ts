import type { FormField, FormName } from '../../core/forms.ts';

/** Titles and buttons; Slack takes 24 characters. */
const FORMS: Record<FormName, { readonly title: string; readonly submit: string }> = {
  'create-deployment': { title: 'Record a deployment', submit: 'Record' },
  'update-deployment': { title: 'Set a status', submit: 'Set' },
  'create-environment': { title: 'New environment', submit: 'Create' },
  'update-environment': { title: 'Change an environment', submit: 'Change' },
};

const LABELS: Record<FormField, string> = {
  project: 'Project',
  deployment: 'Deployment',
  environment: 'Environment',
  name: 'Name',
  ref: 'Branch or tag',
  sha: 'Commit',
  tag: 'Kind of ref',
  status: 'Status',
  url: 'Address',
  tier: 'Tier',
  description: 'Description',
  'auto-stop': 'Automatic stop',
  agent: 'Kubernetes agent',
  namespace: 'Kubernetes namespace',
  flux: 'Flux resource',
};

const HINTS: Partial<Record<FormField, string>> = {
  project: 'Its path like group/app, its number, or its GitLab address.',
  deployment:
    'Its number as the list shows it, or its GitLab address. Only what was recorded by hand can be set.',
  sha: 'The full SHA; GitLab has to know the commit.',
  url: 'https://…',
  agent: 'Its number.',
};

/** Hints of the inputs to type what is not among the choices. */
const TYPED: Partial<Record<FormField, string>> = {
  environment: 'Another environment',
  ref: 'Another branch or tag',
  deployment: 'Another deployment',
};

const NEEDED: Partial<Record<FormField, string>> = {
  project: 'Name the project.',
  deployment: 'Choose a deployment, or type its number.',
  environment: 'Choose an environment, or type its name.',
  name: 'Give it a name.',
  ref: 'Choose a branch or tag, or type it.',
  sha: 'Name the commit.',
  url: 'Fill in at least one thing to change.',
};

export const FORM = {
  of: (op: FormName): { readonly title: string; readonly submit: string } => FORMS[op],
  label: (field: FormField): string => LABELS[field],
  typed: (field: FormField): string => TYPED[field] ?? LABELS[field],
  hint: (field: FormField): string | undefined => HINTS[field],
  needed: (field: FormField): string => NEEDED[field] ?? 'Please fill this in.',
  either: 'Choose one above or type one here, not both.',
  choose: 'Choose one',
  newEnvironment: 'A new name makes a new environment.',
  isTag: 'It is a tag',
  unchanged: 'What you leave empty stays as it is.',
  project: (path: string): string => `in ${path}`,
  statusNow: (status: string): string => `now ${status}`,
  done: 'Done',
  connect: 'Connect GitLab',
} as const;
