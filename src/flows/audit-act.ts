import type { DecideAct, RunAct } from '../core/acts.ts';
import type { SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import type { Ports } from '../core/ports/ports.ts';
import type { AuditEntry } from '../core/ports/stores.ts';
import type { ActContext, Seen } from './act-context.ts';
import type { Located } from './locate.ts';

const actOf = (act: DecideAct | RunAct): AuditEntry['act'] => {
  if (act.kind === 'run') return act.again ? 'retry' : 'run';
  return act.decision === 'approved' ? 'approve' : 'reject';
};

/** Puts an act that GitLab took on the audit trail. */
export async function recordDone(context: ActContext, act: DecideAct | RunAct, seen: Seen): Promise<void> {
  const { ports, at, me } = context;
  await ports.audit.append({
    ...base(ports, act, at),
    gitlabUser: me.username,
    project: seen.project.path,
    environment: seen.named.environment,
    sha: seen.reading.deployment.sha,
    outcome: 'done',
    status: undefined,
    requestId: undefined,
  });
}

/** Puts a refused act on the audit trail, with the reason. */
export async function recordRefusal(
  ports: Ports,
  act: DecideAct | RunAct,
  at: Located | undefined,
  error: SlipwayError,
): Promise<void> {
  const connection = await ports.connections.get(act.person);
  const fromGitLab = error instanceof GitLabError ? error : undefined;
  await ports.audit.append({
    ...base(ports, act, at),
    gitlabUser: connection?.gitlabUser.username,
    outcome: error.code,
    status: fromGitLab?.status,
    requestId: fromGitLab?.requestId,
  });
}

function base(ports: Ports, act: DecideAct | RunAct, at: Located | undefined) {
  return {
    at: ports.clock.now(),
    person: act.person,
    act: actOf(act),
    project: at?.card?.projectPath ?? (at === undefined ? undefined : String(at.project)),
    environment: at?.card?.environment,
    deployment: at?.deployment,
    sha: undefined,
    channel: act.reply.channel,
    message: at?.card?.ts,
  };
}
