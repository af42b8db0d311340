import type { Button } from '@slack/types';
import { tallyRules } from '../core/approvals.ts';
import type { DeploymentView } from '../core/card.ts';
import type { Reading } from '../core/decision-policy.ts';
import type { Project } from '../core/deployment.ts';
import { deploymentUrl } from '../core/links.ts';
import { isProduction } from '../core/tier.ts';
import { deploymentSentence } from './cards/approval-card.ts';
import { confirmation, openInGitLab } from './cards/card-buttons.ts';
import { cardFields } from './cards/card-fields.ts';
import { cardHeader } from './cards/card-header.ts';
import { cardRules } from './cards/card-rules.ts';
import { cardState } from './cards/card-state.ts';
import { ACTION } from './ids.ts';
import { actOn } from './row-menus.ts';
import { encodeRow } from './row-values.ts';
import { plain, type Rendered, section } from './text-objects.ts';
import { CARD } from './words/card.ts';

/**
 * The answer to `/deploy show`: what a card says, and a button for what the deployment waits for.
 * @param tier GitLab's, of the environment, where known
 */
export function deploymentDetails(
  project: Project,
  reading: Reading,
  settings: { readonly gitlabHost: string },
  tier: string | null = null,
): Rendered {
  const { gitlabHost } = settings;
  const view = viewOf(project, reading);
  const texts = [cardState(view, gitlabHost), cardRules(view)].filter((text) => text !== undefined);
  const elements = [actButton(view, tier), openInGitLab(view, gitlabHost)].filter((one) => one !== undefined);
  return {
    text: deploymentSentence(view),
    blocks: [
      cardHeader(view),
      cardFields(view, gitlabHost),
      ...texts.map(section),
      ...(elements.length === 0 ? [] : [{ type: 'actions' as const, elements }]),
    ],
  };
}

/** Approves or runs by ids alone: what the person saw is not known later, so everything is read anew. */
function actButton(view: DeploymentView, tier: string | null): Button | undefined {
  const act = actOn(view);
  if (act === undefined) return undefined;
  const { project, deployment } = view;
  const label = act === 'approve' ? CARD.approve : CARD.run;
  return {
    type: 'button',
    action_id: act === 'approve' ? ACTION.detailsApprove : ACTION.detailsRun,
    style: 'primary',
    text: plain(label, 75),
    value: encodeRow({ project: project.id, deployment: deployment.id }),
    ...(isProduction({ name: deployment.environment.name, tier })
      ? { confirm: confirmation(view, act, label) }
      : {}),
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
