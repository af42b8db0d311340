import type { Fact } from '../../core/notice.ts';
import type { OperationName } from '../../core/operations.ts';
import { literal } from '../escape.ts';

/** The question before an operation that stops or deletes; the effects follow line by line. */
const QUESTIONS: Partial<Record<OperationName, string>> = {
  'delete-deployment': 'Delete this deployment from GitLab?',
  'stop-environment': 'Stop this environment?',
  'stop-stale-environments': 'Stop these environments?',
  'delete-environment': 'Delete this environment from GitLab?',
  'delete-review-apps': 'Schedule these stopped review apps for deletion?',
};

/** What was done; the subject is mrkdwn, escaped. */
const DONE: Record<OperationName, (subject: string, project: string) => string> = {
  'create-deployment': (subject, project) => `Deployment ${subject} was created in ${project}.`,
  'update-deployment': (subject, project) => `Deployment ${subject} in ${project} was updated.`,
  'delete-deployment': (subject, project) => `Deployment ${subject} was deleted from ${project}.`,
  'create-environment': (subject, project) => `Environment ${subject} was created in ${project}.`,
  'update-environment': (subject, project) => `Environment ${subject} in ${project} was updated.`,
  'stop-environment': (subject, project) => `Environment ${subject} in ${project}:`,
  'stop-stale-environments': (subject, project) =>
    `GitLab is stopping ${subject} in ${project}, one after the other.`,
  'delete-environment': (subject, project) => `Environment ${subject} was deleted from ${project}.`,
  'delete-review-apps': (subject, project) =>
    `GitLab will delete ${subject} stopped review app(s) of ${project} a week from now:`,
};

/** Buttons of the question: the first says what it does. */
const CONFIRM: Partial<Record<OperationName, string>> = {
  'delete-deployment': 'Delete',
  'stop-environment': 'Stop',
  'stop-stale-environments': 'Stop',
  'delete-environment': 'Delete',
  'delete-review-apps': 'Schedule deletion',
};

const SHOWN = 20;

export const OPERATION_WORDS = {
  question: (op: OperationName, project: string, effects: readonly Fact[]): string =>
    [`*${QUESTIONS[op] ?? 'Do this?'}* (${literal(project)})`, ...listed(effects)].join('\n'),
  confirm: (op: OperationName): string => CONFIRM[op] ?? 'Confirm',
  cancel: 'Cancel',
  confirmed: 'Asking GitLab…',
  canceled: 'Canceled. Nothing was changed.',
  done: (op: OperationName, subject: string, project: string, details: readonly Fact[]): string =>
    [DONE[op](subject, literal(project)), ...listed(details)].join('\n'),
} as const;

/** Of what was taken away. */
const NONE = 'none';

/** A line of a question or an answer; `value` is mrkdwn, escaped. */
const FACTS: Record<Fact['name'], (value: string) => string> = {
  subject: (value) => value,
  state: (value) => `State: ${value}`,
  tier: (value) => `Tier: ${value}`,
  address: (value) => `Address: ${value || NONE}`,
  description: (value) => `Description: ${value || NONE}`,
  agent: (value) => `Kubernetes agent: ${value || NONE}`,
  namespace: (value) => `Kubernetes namespace: ${value || NONE}`,
  flux: (value) => `Flux resource: ${value || NONE}`,
  environment: (value) => `Environment: ${value}`,
  version: (value) => `Version: ${value}`,
  status: (value) => `Status: ${value}`,
  'record-only': () => 'The record goes for good; what was deployed stays as it is.',
  'current-refused': () =>
    'GitLab refuses this for a running deployment, and for the one its environment runs now.',
  'stop-job': () =>
    'If it has a stop job (on_stop), GitLab runs it; without one it is marked as stopped at once.',
  forced: () => 'Forced: it is marked as stopped at once, and its stop job is not run.',
  'stop-job-runs': () => 'GitLab runs its stop job; it counts as stopped once the job has succeeded.',
  'no-stop-job': () =>
    'GitLab ran no stop job: it only marked it as stopped, and what was deployed there may still run.',
  'stopped-by-force': () =>
    'Its stop job was not run: it is only marked as stopped, and what was deployed there may still run.',
  'stopped-before': () => 'It was stopped already; nothing was changed.',
  'with-deployments': () => 'The records of all its deployments go with it.',
  'maybe-more': () => 'There are more environments than I looked at; GitLab stops every one that fits.',
  'protected-skipped': () => 'GitLab leaves protected environments alone.',
};

function listed(facts: readonly Fact[]): string[] {
  const rest = facts.length - SHOWN;
  const shown = facts.slice(0, SHOWN).map((one) => `• ${FACTS[one.name](literal(one.value, 300))}`);
  return rest > 0 ? [...shown, `and ${rest} more`] : shown;
}
