import type { ActionsBlock, Button, ConfirmationDialog, Overflow, PlainTextOption } from '@slack/types';
import type { CardView, DeploymentView } from '../../core/card.ts';
import { deploymentUrl } from '../../core/links.ts';
import { isProduction } from '../../core/tier.ts';
import { plainLine } from '../escape.ts';
import { ACTION, encodeControl, encodeMenu, type MenuEntry } from '../ids.ts';
import { safeUrl, siteOf } from '../links.ts';
import { linkButton, plain } from '../text-objects.ts';
import { buttonLabel, CARD, confirmText, confirmTitle } from '../words/card.ts';
import { plainVersion } from './version.ts';

/** What the phase allows to do, at most one primary button; `undefined` when nothing can be offered. */
export function cardButtons(view: CardView, gitlabHost: string): ActionsBlock | undefined {
  const elements = elementsOf(view, gitlabHost).filter((element) => element !== undefined);
  return elements.length === 0 ? undefined : { type: 'actions', elements };
}

function elementsOf(view: CardView, gitlabHost: string): (Button | Overflow | undefined)[] {
  const open = openInGitLab(view, gitlabHost);
  switch (view.phase) {
    case 'awaiting-approval':
      return [
        actButton(view, 'approve', CARD.approve),
        rejectButton(view),
        rejectOlderButton(view),
        menu(view, gitlabHost, ['comment', 'ships', 'approvers', 'open']),
      ];
    case 'ready':
    case 'manual':
      if (view.deployment.job === null) return [open];
      return [
        actButton(view, 'run', CARD.run),
        rejectOlderButton(view),
        menu(view, gitlabHost, ['ships', 'open']),
      ];
    case 'failed':
      return view.deployment.job === null
        ? [open]
        : [actButton(view, 'retry', CARD.retry), logButton(view), open];
    case 'success':
      return [openSite(view), open];
    default:
      return [open];
  }
}

function actButton(view: CardView, act: 'approve' | 'run' | 'retry', text: string): Button {
  return {
    ...button(view, ACTION[act], text),
    ...(act === 'retry' ? {} : { style: 'primary' }),
    ...(needsConfirm(view) ? { confirm: confirmation(view, act, text) } : {}),
  };
}

const rejectButton = (view: CardView): Button => ({
  ...button(view, ACTION.reject, CARD.reject),
  style: 'danger',
});

/** For those who may: GitLab decides about each, as the person. */
const rejectOlderButton = (view: CardView): Button | undefined =>
  (view.older ?? []).length === 0 ? undefined : button(view, ACTION.rejectOlder, CARD.rejectOlder);

/** What a job printed is for those who may read it, so the card offers to ask and shows nothing of it. */
const logButton = (view: CardView): Button => button(view, ACTION.showLog, CARD.showLog, CARD.showLogOf);

/** @param spoken what stands before "deployment of …" for people who hear the button */
function button(view: CardView, actionId: string, text: string, spoken = text): Button {
  const environment = view.deployment.environment.name;
  return {
    type: 'button',
    action_id: actionId,
    text: plain(text, 75),
    value: encodeControl({ card: view.id, revision: view.revision }),
    accessibility_label: plainLine(
      buttonLabel(spoken.replace('…', ''), plainLine(view.project.path, 30), plainLine(environment, 20)),
      75,
    ),
  };
}

const needsConfirm = (view: CardView): boolean =>
  isProduction({ name: view.deployment.environment.name, tier: view.ships?.tier ?? null });

/** Slack's own dialog; it names what is about to happen, not only "are you sure". */
export const confirmation = (
  view: DeploymentView,
  act: 'approve' | 'run' | 'retry',
  text: string,
): ConfirmationDialog => ({
  title: plain(confirmTitle(act), 100),
  text: plain(
    confirmText(
      plainLine(view.project.path, 100),
      plainLine(view.deployment.environment.name, 60),
      plainLine(plainVersion(view.deployment), 100),
    ),
    300,
  ),
  confirm: plain(text, 30),
  deny: plain(CARD.notNow, 30),
  ...(act === 'approve' ? { style: 'primary' } : {}),
});

/** A link to what was deployed. */
export function openSite(view: DeploymentView): Button | undefined {
  const site = siteOf(view.deployment.environment.externalUrl);
  return site === undefined ? undefined : linkButton(CARD.openSite(site.host), site.url, ACTION.openSite);
}

/** A link to the deployment's page in GitLab. */
export function openInGitLab(view: DeploymentView, gitlabHost: string): Button | undefined {
  const url = safeUrl(deploymentUrl(view.project, view.deployment), gitlabHost);
  return url === undefined ? undefined : linkButton(CARD.openInGitLab, url, ACTION.open);
}

function menu(view: CardView, gitlabHost: string, entries: readonly MenuEntry[]): Overflow {
  const url = safeUrl(deploymentUrl(view.project, view.deployment), gitlabHost);
  const options = entries
    .filter((entry) => entry !== 'open' || url !== undefined)
    .map((entry) => menuOption(view, entry, url));
  return { type: 'overflow', action_id: ACTION.more, options };
}

function menuOption(view: CardView, entry: MenuEntry, url: string | undefined): PlainTextOption {
  return {
    text: plain(CARD.menu[entry], 75),
    value: encodeMenu(entry, { card: view.id, revision: view.revision }),
    ...(entry === 'open' && url !== undefined ? { url } : {}),
  };
}
