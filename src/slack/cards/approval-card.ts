import type { KnownBlock } from '@slack/types';
import type { CardView, DeploymentView } from '../../core/card.ts';
import { fallbackText, plainLine } from '../escape.ts';
import { context, type Rendered, section } from '../text-objects.ts';
import { cardSentence } from '../words/card.ts';
import { cardAsked } from './card-asked.ts';
import { cardButtons } from './card-buttons.ts';
import { cardFields } from './card-fields.ts';
import { cardHeader } from './card-header.ts';
import { cardHeadline, colonAfter } from './card-headline.ts';
import { approvalCount, cardRules } from './card-rules.ts';
import { cardShips } from './card-ships.ts';
import { cardState } from './card-state.ts';
import { plainVersion } from './version.ts';

/**
 * The one message about a deployment, for every phase. Pure: the same view gives the same message.
 * @param settings.gitlabHost host and port of the configured GitLab; only it may be linked
 */
export function approvalCard(view: CardView, settings: { readonly gitlabHost: string }): Rendered {
  const { gitlabHost } = settings;
  const [state, rules] = [cardState(view, gitlabHost), cardRules(view)].map((text) =>
    text === undefined ? undefined : section(text),
  );
  const ships = view.ships === undefined ? undefined : cardShips(view, view.ships, gitlabHost);
  const asked = cardAsked(view);
  const blocks: (KnownBlock | undefined)[] = [
    cardHeader(view),
    cardFields(view, gitlabHost),
    state,
    ships,
    rules,
    cardButtons(view, gitlabHost),
    asked === undefined ? undefined : context(asked),
  ];
  return { text: deploymentSentence(view), blocks: blocks.filter((block) => block !== undefined) };
}

/** The whole message in a sentence: for notifications, and for people who hear instead of see. */
export function deploymentSentence(view: DeploymentView): string {
  const { deployment } = view;
  const requester = deployment.requestedBy?.name;
  const headline = cardHeadline(view, 60);
  return fallbackText(
    cardSentence({
      headline,
      separator: colonAfter(headline),
      project: plainLine(view.project.path, 100),
      environment: plainLine(deployment.environment.name, 60),
      version: plainLine(deployment.ref === '' ? plainVersion(deployment) : deployment.ref, 100),
      requester: requester === undefined ? undefined : plainLine(requester, 60),
      count: view.phase === 'awaiting-approval' ? approvalCount(view.tallies) : undefined,
    }),
  );
}
