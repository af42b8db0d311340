import type { DecideAct, RunAct } from '../core/acts.ts';
import type { AuditAct } from '../core/audit.ts';
import { codeOf, SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { SlackPerson } from '../core/person.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { ActContext, ActTrace, Seen } from './act-context.ts';
import type { Journal } from './journal.ts';
import type { Located } from './locate.ts';
import { type Line, record } from './record.ts';

const actOf = (act: DecideAct | RunAct): AuditAct => {
  if (act.kind === 'run') return act.again ? 'retry' : 'run';
  return act.decision === 'approved' ? 'approve' : 'reject';
};

/** Each act of a job has one line, however often the job runs. */
const lineId = ({ id }: Journal, act: AuditAct): string => `${id}-${act}`;

/** Puts an act that GitLab took on the audit trail. */
export const recordDone = (context: ActContext, act: DecideAct | RunAct, seen: Seen): Promise<void> => {
  const line = {
    ...subjectOf(context, act, seen),
    ...answerOf(context.trace),
    gitlabUser: context.me,
    outcome: 'done',
  };
  return record(context.ports, line, lineId(context.journal, line.act));
};

/** Whether this act is on the trail as done: an earlier try of its job got that far. */
export async function wasRecordedDone({ ports, journal }: ActContext, act: RunAct): Promise<boolean> {
  return (await ports.audit.find(lineId(journal, actOf(act))))?.outcome === 'done';
}

/**
 * Puts the run that follows an approval on the audit trail: an act of its own, by a right of its own.
 * @param outcome `done`, or the code of what went wrong
 */
export function recordRunAfter(context: ActContext, seen: Seen, outcome: string): Promise<void> {
  const { comment: _, ...subject } = subjectOf(context, context.act, seen);
  const line = {
    ...subject,
    ...answerOf(context.trace),
    act: 'run',
    gitlabUser: context.me,
    outcome,
  } as const;
  return record(context.ports, line, lineId(context.journal, 'run'));
}

/** What is known of an act that did not get far. */
interface Refused {
  readonly ports: Ports;
  readonly act: DecideAct | RunAct;
  readonly journal: Journal;
  readonly at?: Located | undefined;
  readonly trace?: ActTrace;
}

/** Puts an act that was refused, or that failed, on the audit trail with the reason. */
export async function recordRefusal(
  { ports, act, journal, at, trace = {} }: Refused,
  error: unknown,
): Promise<void> {
  const line = {
    ...subjectOf({ at }, act, trace.seen),
    ...answerOf(trace, error),
    gitlabUser: await gitlabUserOf(ports, act.person),
    outcome: codeOf(error),
  };
  await record(ports, line, lineId(journal, line.act));
}

/** None where there is no connection, or none that can be read: no line is left out for that. */
export async function gitlabUserOf({ connections }: Ports, person: SlackPerson): Promise<Line['gitlabUser']> {
  try {
    return (await connections.get(person))?.gitlabUser;
  } catch {
    return undefined;
  }
}

/** GitLab's answer: the one behind the error, or else the one to the newest write. */
export const answerOf = (
  { answer }: Pick<ActTrace, 'answer'>,
  error?: unknown,
): Pick<Line, 'status' | 'requestId'> => {
  const behind = error instanceof SlipwayError && error.cause instanceof GitLabError ? error.cause : error;
  const { status, requestId } = behind instanceof GitLabError ? behind : (answer ?? {});
  return { status, requestId };
};

const subjectOf = (
  { at }: { readonly at?: Located | undefined },
  act: DecideAct | RunAct,
  seen: Seen | undefined,
): Omit<Line, 'outcome'> => ({
  act: actOf(act),
  person: act.person,
  project: seen?.project.path ?? at?.card?.projectPath ?? projectNamed(act, at),
  environment: seen?.named.environment ?? at?.card?.environment,
  deployment: at?.deployment ?? ('deployment' in act.target ? act.target.deployment : undefined),
  sha: seen?.reading.deployment.sha,
  url: seen?.named.url,
  detail: act.kind === 'decide' && act.representedAs !== undefined ? `as:${act.representedAs}` : undefined,
  comment: act.kind === 'decide' ? act.comment : undefined,
  confirmed: act.kind === 'decide' && act.confirmed !== undefined ? 'browser' : undefined,
  channel: act.reply.channel,
  message: at?.card?.ts,
  thread: at?.card?.thread,
});

const projectNamed = ({ target }: DecideAct | RunAct, at: Located | undefined): string | undefined => {
  const project = at?.project ?? ('project' in target ? target.project : undefined);
  return project === undefined ? undefined : String(project);
};
