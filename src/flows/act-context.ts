import type { DecideAct, RunAct } from '../core/acts.ts';
import type { Reading } from '../core/decision-policy.ts';
import type { GitLabUser, Project } from '../core/deployment.ts';
import { ERROR_TABLE, isError, SlipwayError } from '../core/errors.ts';
import { GitLabError } from '../core/gitlab-error.ts';
import { deploymentUrl } from '../core/links.ts';
import type { Named, Notice } from '../core/notice.ts';
import type { GitLabApi, WriteAnswer } from '../core/ports/gitlab.ts';
import type { Ports } from '../core/ports/ports.ts';
import { asPerson } from './as-person.ts';
import { recordRefusal } from './audit-act.ts';
import { findProject } from './find-project.ts';
import type { Journal } from './journal.ts';
import { type Located, locate } from './locate.ts';
import { projectAt, readDeployment } from './read-deployment.ts';
import { refreshCards } from './refresh-cards.ts';

/** One person's act on one deployment, under way. */
export interface ActContext {
  readonly ports: Ports;
  readonly act: DecideAct | RunAct;
  readonly journal: Journal;
  readonly at: Located;
  /** GitLab with the person's own authorisation. */
  readonly api: GitLabApi;
  readonly me: GitLabUser;
  readonly trace: ActTrace;
}

/** What an act has met so far: its line on the audit trail tells it, also where the act is refused. */
export interface ActTrace {
  seen?: Seen;
  /** GitLab's answer to the newest write. */
  answer?: WriteAnswer;
}

/** The deployment as the person sees it now, with the names an answer uses. */
export interface Seen {
  readonly reading: Reading;
  readonly project: Project;
  readonly named: Named;
}

/**
 * Finds the deployment and the person's authorisation, and carries the act out. A refusal, whoever made it, is put on
 * record and the cards are brought up to date, so that what the person sees next is true.
 */
export async function openAct(
  ports: Ports,
  act: DecideAct | RunAct,
  journal: Journal,
  carryOut: (context: ActContext) => Promise<Notice>,
): Promise<Notice> {
  let at: Located | undefined;
  let finding: Promise<Located> | undefined;
  const trace: ActTrace = {};
  const wasSent = journal.sentAt !== undefined;
  try {
    const asking = asPerson(ports, act.person, (answer) => {
      trace.answer = answer;
    });
    finding = locate(ports.cards, act.person.team, act.target, asking);
    // Both are under way at once; whether the person may act is told first.
    finding.catch(() => undefined);
    const { api, me } = await asking;
    at = await finding;
    return await carryOut({ ports, act, journal, at, api, me, trace });
  } catch (error) {
    // "Nothing was done" may be untrue of a write that left in an earlier try, and waiting for the person to connect again
    // would send it anew.
    if (wasSent && isError(error, 'not-connected', 'connection-lost', 'account-unchecked', 'account-refused'))
      throw stillOpen(ports, error);
    // Both may pass: whoever carries the act out knows whether another try follows.
    if (isError(error, 'outcome-open', 'store-unavailable')) throw error;
    const found = at ?? (await finding?.catch(() => undefined));
    await recordRefusal({ ports, act, journal, at: found, trace }, error);
    if (at !== undefined) await refreshCards(ports, at);
    throw error;
  }
}

/**
 * Reads the deployment with the person's own rights.
 * @throws SlipwayError `project-not-found`, `deployment-not-found`; GitLabError. While the outcome of an earlier write is
 *   open, an unreachable GitLab is an open outcome too
 */
export async function see(context: ActContext): Promise<Seen> {
  const { ports, api, at, journal } = context;
  try {
    const [project, reading] = await Promise.all([
      at.card === undefined
        ? findProject(api, at.project)
        : projectAt(ports.gitlab.baseUrl, at.card.project, at.card.projectPath),
      readDeployment(api, at.project, at.deployment, at.environment),
    ]);
    const seen = { reading, project, named: nameOf(project, reading) };
    context.trace.seen = seen;
    return seen;
  } catch (error) {
    if (isError(error, 'gitlab-not-found')) {
      const project = at.card?.projectPath ?? at.project;
      throw new SlipwayError(
        'deployment-not-found',
        { deployment: at.deployment, project },
        { cause: error },
      );
    }
    const transient = error instanceof GitLabError && ERROR_TABLE[error.code].retry !== 'never';
    const open = journal.sentAt !== undefined && transient;
    throw open ? stillOpen(ports, error) : error;
  }
}

const stillOpen = ({ settings }: Ports, cause: unknown): SlipwayError =>
  new SlipwayError('outcome-open', {}, { retryAfterMs: settings.settleDecisionMs, cause });

const nameOf = (project: Project, reading: Reading): Named => ({
  project: project.path,
  environment: reading.deployment.environment.name,
  deployment: reading.deployment.id,
  url: deploymentUrl(project, reading.deployment),
});

/** A write sent earlier that GitLab does not show yet gets time to appear before it is sent again. */
export function assertSettled({ journal, ports }: ActContext): void {
  if (journal.sentAt === undefined) return;
  const wait = journal.sentAt + ports.settings.settleDecisionMs - ports.clock.now();
  if (wait > 0) throw new SlipwayError('outcome-open', {}, { retryAfterMs: wait });
}

/**
 * Notes, before the write leaves, that it may reach GitLab.
 * @param votesBefore votes like the one about to be sent that the person has already, under other rules
 */
export const markSent = ({ journal, ports }: ActContext, votesBefore = 0): Promise<void> =>
  journal.write({ sentAt: ports.clock.now(), votesBefore });

/** Says once that the outcome is open; never that nothing was recorded, since GitLab may have taken the write. */
export async function outcomeUnknown(
  context: ActContext,
  seen: Seen,
  what: 'approval' | 'rejection' | 'run',
): Promise<SlipwayError> {
  const { ports, act, journal } = context;
  if (!journal.toldUncertain) {
    await journal.write({ toldUncertain: true });
    await ports.notices.tell(act.reply, { kind: 'uncertain', named: seen.named, act: what });
  }
  return new SlipwayError('outcome-open', {}, { retryAfterMs: ports.settings.settleDecisionMs });
}
