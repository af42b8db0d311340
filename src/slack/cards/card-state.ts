import type { CardView, DeploymentView } from '../../core/card.ts';
import type { Deployment } from '../../core/deployment.ts';
import { deploymentUrl } from '../../core/links.ts';
import { slackDate } from '../dates.ts';
import { code, literal } from '../escape.ts';
import { link } from '../links.ts';
import { STATE } from '../words/card.ts';

type Shown = DeploymentView & Pick<CardView, 'confirming'>;

/** The sentence under the fields: what the phase asks for, or how it ended; `undefined` where the header says it all. */
export function cardState(view: Shown, gitlabHost: string): string | undefined {
  const { deployment, phase } = view;
  switch (phase) {
    case 'ready':
    case 'manual':
    case 'queued':
    case 'canceled':
    case 'skipped':
      return STATE[phase];
    case 'awaiting-approval':
      return confirmingState(view);
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

function confirmingState({ confirming = [] }: Shown): string | undefined {
  const names = confirming.slice(0, NAMES_SHOWN).map((name) => literal(name, 60));
  return names.length === 0 ? undefined : STATE.confirming(names);
}

function failedState({ job }: Deployment, gitlabHost: string): string | undefined {
  if (job === null) return undefined;
  const reason = literal((job.failureReason ?? '').replaceAll('_', ' '), 100);
  return STATE.failed(link(job.webUrl, literal(job.name, 100), gitlabHost), reason);
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
