import type { CardView, DeploymentView } from '../../core/card.ts';
import type { Deployment } from '../../core/deployment.ts';
import { deploymentUrl } from '../../core/links.ts';
import { tookMs } from '../../core/took.ts';
import { slackAgo, slackDate } from '../dates.ts';
import { code, literal } from '../escape.ts';
import { link } from '../links.ts';
import { STATE } from '../words/card.ts';
import { durationWords } from '../words/durations.ts';
import { failureReason } from '../words/failure-reasons.ts';

type Shown = DeploymentView & Pick<CardView, 'confirming'>;

/** The sentence under the fields: what the phase asks for, or how it ended; `undefined` where the header says it all. */
export function cardState(view: Shown, gitlabHost: string): string | undefined {
  const { deployment, phase } = view;
  switch (phase) {
    case 'ready':
    case 'manual':
      return lines(STATE[phase], replacedState(view, gitlabHost));
    case 'queued':
    case 'skipped':
      return STATE[phase];
    case 'awaiting-approval':
      return lines(confirmingState(view), replacedState(view, gitlabHost));
    case 'running':
      return runningState(deployment);
    case 'canceled':
      return canceledState(deployment);
    case 'failed':
      return failedState(deployment, gitlabHost);
    case 'rejected':
      return rejectedState(deployment);
    case 'superseded':
      return supersededState(view, gitlabHost);
    case 'unknown':
      return STATE.unknown(code(deployment.status, 50));
    default:
      return undefined;
  }
}

const NAMES_SHOWN = 5;

const lines = (...parts: readonly (string | undefined)[]): string | undefined => {
  const said = parts.filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join('\n');
};

function replacedState({ older = [] }: Shown, gitlabHost: string): string | undefined {
  if (older.length === 0) return undefined;
  const shown = older.slice(0, NAMES_SHOWN).map(({ id, url }) => link(url, `#${id}`, gitlabHost));
  return STATE.replaces(shown, older.length - shown.length);
}

function confirmingState({ confirming = [] }: Shown): string | undefined {
  const names = confirming.slice(0, NAMES_SHOWN).map((name) => literal(name, 60));
  return names.length === 0 ? undefined : STATE.confirming(names);
}

function failedState(deployment: Deployment, gitlabHost: string): string | undefined {
  const { job } = deployment;
  if (job === null) return undefined;
  const reason = literal(failureReason(job.failureReason), 100);
  const took = tookMs(deployment);
  const after = took === undefined ? '' : durationWords(took);
  return STATE.failed(link(job.webUrl, literal(job.name, 100), gitlabHost), reason, after);
}

function runningState({ job }: Deployment): string | undefined {
  const since = slackAgo(job?.startedAt);
  return since === '' ? undefined : STATE.running(since);
}

/** What had begun may have left something behind. */
function canceledState(deployment: Deployment): string {
  if (deployment.job?.startedAt === null || deployment.job === null) return STATE.canceled;
  const took = tookMs(deployment);
  return took === undefined ? STATE.canceledRunning : STATE.canceledAfter(durationWords(took));
}

function rejectedState(deployment: Deployment): string {
  const rejection = deployment.approval?.approvals.find((approval) => approval.status === 'rejected');
  if (rejection === undefined) return STATE.rejected('', '', '');
  return STATE.rejected(
    literal(rejection.user.name, 80),
    slackDate(rejection.createdAt),
    literal(rejection.comment ?? '', 255),
  );
}

function supersededState(view: DeploymentView, gitlabHost: string): string | undefined {
  if (view.supersededBy === undefined) return undefined;
  const own = link(deploymentUrl(view.project, view.deployment), `#${view.deployment.id}`, gitlabHost);
  return STATE.superseded(own, link(view.supersededBy.url, `#${view.supersededBy.id}`, gitlabHost));
}
