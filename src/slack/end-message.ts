import type { KnownBlock } from '@slack/types';
import type { DeploymentView } from '../core/card.ts';
import { deploymentUrl } from '../core/links.ts';
import { deploymentSentence } from './cards/approval-card.ts';
import { openInGitLab, openSite } from './cards/card-buttons.ts';
import { markedHeadline } from './cards/card-headline.ts';
import { cardState } from './cards/card-state.ts';
import { markedVersion } from './cards/version.ts';
import { literal } from './escape.ts';
import { ACTION } from './ids.ts';
import { link } from './links.ts';
import { plain, type Rendered, section } from './text-objects.ts';
import { ENDS } from './words/ends.ts';

/** How a deployment ended, for whoever asked for it; with the way not to be told again. */
export function endMessage(view: DeploymentView, gitlabHost: string): Rendered {
  const { deployment, project, phase } = view;
  const number = link(deploymentUrl(project, deployment), `#${deployment.id}`, gitlabHost);
  const what = `${literal(project.path, 120)} → ${literal(deployment.environment.name, 80)}, ${markedVersion(deployment)} (${number})`;
  const state = cardState(view, gitlabHost);
  const text = ENDS.yours(markedHeadline(view), what);
  const buttons = [
    phase === 'success' ? openSite(view) : undefined,
    openInGitLab(view, gitlabHost),
    { type: 'button' as const, action_id: ACTION.stopEnds, text: plain(ENDS.stop, 75), value: 'off' },
  ].filter((button) => button !== undefined);
  const blocks: KnownBlock[] = [
    section(state === undefined ? text : `${text}\n${state}`),
    { type: 'actions', elements: buttons },
  ];
  return { text: deploymentSentence(view), blocks };
}
