import type { DecideAct, RunAct } from '../core/acts.ts';
import type { AuditAct, AuditEntry } from '../core/audit.ts';
import type { SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { ActContext, Seen } from './act-context.ts';
import type { Located } from './locate.ts';
import { record } from './record.ts';

const actOf = (act: DecideAct | RunAct): AuditAct => {
  if (act.kind === 'run') return act.again ? 'retry' : 'run';
  return act.decision === 'approved' ? 'approve' : 'reject';
};

/** Puts an act that GitLab took on the audit trail. */
export const recordDone = (
  { ports, at, me }: ActContext,
  act: DecideAct | RunAct,
  seen: Seen,
): Promise<void> =>
  record(ports, {
    ...subjectOf(act, at),
    outcome: 'done',
    gitlabUser: me,
    project: seen.project.path,
    environment: seen.named.environment,
    sha: seen.reading.deployment.sha,
  });

/** Puts a refused act on the audit trail, with the reason. */
export async function recordRefusal(
  ports: Ports,
  act: DecideAct | RunAct,
  at: Located | undefined,
  error: SlipwayError,
): Promise<void> {
  const connection = await ports.connections.get(act.person);
  await record(ports, {
    ...subjectOf(act, at),
    outcome: error.code,
    gitlabUser: connection?.gitlabUser,
    ...(error instanceof GitLabError ? { status: error.status, requestId: error.requestId } : {}),
  });
}

const subjectOf = (act: DecideAct | RunAct, at: Located | undefined): Omit<AuditEntry, 'at' | 'outcome'> => ({
  act: actOf(act),
  person: act.person,
  project: at?.card?.projectPath ?? (at === undefined ? undefined : String(at.project)),
  environment: at?.card?.environment,
  deployment: at?.deployment,
  comment: act.kind === 'decide' ? act.comment : undefined,
  channel: act.reply.channel,
  message: at?.card?.ts,
});
