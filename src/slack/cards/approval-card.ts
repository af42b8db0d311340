import type { KnownBlock } from '@slack/types';
import type { CardView, DeploymentView } from '../../core/card.ts';
import { fallbackText, plainLine } from '../escape.ts';
import { context, type Rendered, section } from '../text-objects.ts';
import { CARD, cardSentence } from '../words/card.ts';
import { headline } from '../words/phases.ts';
import { cardButtons } from './card-buttons.ts';
import { cardFields } from './card-fields.ts';
import { cardHeader } from './card-header.ts';
import { approvalCount, cardRules } from './card-rules.ts';
import { cardShips } from './card-ships.ts';
import { cardState } from './card-state.ts';
import { plainVersion } from './version.ts';

/** More would make a wall of names; GitLab's rules rarely name more. */
const MENTIONS = 20;

/**
 * The one message about a deployment, for every phase. Pure: the same view gives the same message.
 * @param settings.gitlabHost host and port of the configured GitLab; only it may be linked
 */
export function approvalCard(view: CardView, settings: { readonly gitlabHost: string }): Rendered {
  const { gitlabHost } = settings;
  const texts = [
    cardState(view, gitlabHost),
    view.ships === undefined ? undefined : cardShips(view.ships, gitlabHost),
    cardRules(view),
  ].filter((text) => text !== undefined);
  const buttons = cardButtons(view, gitlabHost);
  const blocks: KnownBlock[] = [cardHeader(view), cardFields(view, gitlabHost), ...texts.map(section)];
  if (buttons !== undefined) blocks.push(buttons);
  if (view.mention.length > 0) blocks.push(context(mentions(view)));
  return { text: deploymentSentence(view), blocks };
}

/** The only mentions there are; their ids are ours, checked by `SlackUserId`. */
const mentions = (view: CardView): string =>
  `${CARD.asked} ${view.mention
    .slice(0, MENTIONS)
    .map((user) => `<@${user}>`)
    .join(' ')}`;

/** The whole message in a sentence: for notifications, and for people who hear instead of see. */
export function deploymentSentence(view: DeploymentView): string {
  const { deployment } = view;
  const requester = deployment.requestedBy?.name;
  return fallbackText(
    cardSentence({
      headline: plainLine(headline(view.phase, deployment.status, view.supersededBy?.id), 60),
      project: plainLine(view.project.path, 100),
      environment: plainLine(deployment.environment.name, 60),
      version: plainLine(deployment.ref === '' ? plainVersion(deployment) : deployment.ref, 100),
      requester: requester === undefined ? undefined : plainLine(requester, 60),
      count: view.phase === 'awaiting-approval' ? approvalCount(view.tallies) : undefined,
    }),
  );
}
