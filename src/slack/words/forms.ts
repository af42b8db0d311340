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

/** Labels of the inputs below a select, to type what is not among its choices. */
const TYPED: Partial<Record<FormField, string>> = {
  project: '… or another project',
  environment: '… or another environment',
  ref: '… or another branch or tag',
  deployment: '… or another deployment',
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
  /** In place of the advice to look in GitLab: the words to be mended stand right below. */
  mend: 'Mend it below and send it again.',
  unchanged: 'What you leave empty stays as it is.',
  remove: 'Take away',
  removeOrSet: 'Fill it in or take it away, not both.',
  project: (path: string): string => `in ${path}`,
  statusNow: (status: string): string => `now ${status}`,
  done: 'Done',
  connect: 'Connect GitLab',
} as const;
