import { tallyRules } from '../core/approvals.ts';
import type { DeploymentView } from '../core/card.ts';
import type { Reading } from '../core/decision-policy.ts';
import type { Project } from '../core/deployment.ts';
import { deploymentUrl } from '../core/links.ts';
import { deploymentSentence } from './cards/approval-card.ts';
import { openInGitLab } from './cards/card-buttons.ts';
import { cardFields } from './cards/card-fields.ts';
import { cardHeader } from './cards/card-header.ts';
import { cardRules } from './cards/card-rules.ts';
import { cardState } from './cards/card-state.ts';
import { type Rendered, section } from './text-objects.ts';

/** The answer to `/deploy show`: what a card says, without the buttons that belong to a card. */
export function deploymentDetails(
  project: Project,
  reading: Reading,
  settings: { readonly gitlabHost: string },
): Rendered {
  const { gitlabHost } = settings;
  const view = viewOf(project, reading);
  const texts = [cardState(view, gitlabHost), cardRules(view)].filter((text) => text !== undefined);
  const open = openInGitLab(view, gitlabHost);
  return {
    text: deploymentSentence(view),
    blocks: [
      cardHeader(view),
      cardFields(view, gitlabHost),
      ...texts.map(section),
      ...(open === undefined ? [] : [{ type: 'actions' as const, elements: [open] }]),
    ],
  };
}

const viewOf = (project: Project, { deployment, phase, supersededBy }: Reading): DeploymentView => ({
  project,
  deployment,
  phase,
  tallies: tallyRules(deployment),
  supersededBy:
    supersededBy === undefined
      ? undefined
      : { id: supersededBy.id, url: deploymentUrl(project, supersededBy) },
  ships: undefined,
  slackUsers: new Map(),
});
