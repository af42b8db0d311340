import type { KnownBlock, Overflow, PlainTextOption } from '@slack/types';
import type { Deployment, Environment, Project } from '../core/deployment.ts';
import { deploymentUrl, environmentUrl } from '../core/links.ts';
import type { Phase } from '../core/phase.ts';
import { isProduction } from '../core/tier.ts';
import { safeUrl } from './links.ts';
import { type DeploymentEntry, type EnvironmentEntry, encodeRow } from './row-values.ts';
import { plain, section } from './text-objects.ts';
import { ROW } from './words/rows.ts';

/** A row of a list and what can be done with it. */
export interface Row {
  readonly text: string;
  readonly options: readonly PlainTextOption[];
}

/** What a menu beside a deployment goes by. */
export interface DeploymentRowView {
  readonly project: Project;
  readonly deployment: Deployment;
  readonly phase: Phase;
  /** GitLab's tier of the environment, where known. */
  readonly tier?: string | null | undefined;
}

/**
 * What can be done with a deployment in a list. An overflow menu can ask "sure?" only for all of its entries at once, so
 * nothing is approved or run in production from here: there the entry shows the deployment, with a button that asks.
 */
export function deploymentOptions(row: DeploymentRowView, gitlabHost: string): PlainTextOption[] {
  const { project, deployment } = row;
  const option = (entry: DeploymentEntry, text: string): PlainTextOption => ({
    text: plain(text, 75),
    value: encodeRow({ project: project.id, deployment: deployment.id, entry }),
  });
  const act = actOn(row);
  const isGuarded = isProduction({ name: deployment.environment.name, tier: row.tier ?? null });
  return [
    ...(act !== undefined && isGuarded
      ? [option('show', ROW.showAnd[act])]
      : [option('show', ROW.show), ...(act === undefined ? [] : [option(act, ROW[act])])]),
    option('changes', ROW.changes),
    ...opening(option('open', ROW.open), deploymentUrl(project, deployment), gitlabHost),
  ];
}

/** What a deployment waits for. */
export function actOn({
  phase,
  deployment,
}: Omit<DeploymentRowView, 'project'>): 'approve' | 'run' | undefined {
  if (phase === 'awaiting-approval') return 'approve';
  return (phase === 'ready' || phase === 'manual') && deployment.job !== null ? 'run' : undefined;
}

/** What can be done with an environment in a list; stopping asks first. */
export function environmentOptions(
  project: Project,
  environment: Environment,
  gitlabHost: string,
): PlainTextOption[] {
  const option = (entry: EnvironmentEntry, text: string): PlainTextOption => ({
    text: plain(text, 75),
    value: encodeRow({ project: project.id, environment: environment.id, entry }),
  });
  return [
    option('show', ROW.show),
    ...(environment.state === 'stopped' ? [] : [option('stop', ROW.stop)]),
    ...opening(option('open', ROW.open), environmentUrl(project, environment.id), gitlabHost),
  ];
}

const opening = (option: PlainTextOption, url: string, gitlabHost: string): PlainTextOption[] => {
  const safe = safeUrl(url, gitlabHost);
  return safe === undefined ? [] : [{ ...option, url: safe }];
};

/** Slack refuses more, undocumented; the title and the pager need their part of it. */
const MOST_JSON = 11_500;
const MOST_ROWS = 20;
const ROWS_PER_SECTION = 5;

/**
 * The rows as blocks, a line and a menu each. Where they would be too much for one message, the way to GitLab leaves the
 * menus, since each line links there too; then the menus leave, and the lines are joined.
 * @param family the action id the menus share; each adds its number, so that an id stands once in a message
 * @param first the number of the first row, where the message has other rows of the family before
 */
export function rowBlocks(rows: readonly Row[], family: string, first = 0): KnownBlock[] {
  const withoutLinks = rows.map(({ text, options }) => ({
    text,
    options: options.filter((option) => option.url === undefined),
  }));
  const fitting = [rows, withoutLinks]
    .map((some) => some.map((row, index) => withMenu(row, `${family}${first + index}`)))
    .find((blocks) => blocks.length <= MOST_ROWS && JSON.stringify(blocks).length <= MOST_JSON);
  return fitting ?? inGroups(rows.map(({ text }) => text)).map(section);
}

function withMenu({ text, options }: Row, actionId: string): KnownBlock {
  const menu: Overflow = { type: 'overflow', action_id: actionId, options: [...options] };
  return options.length === 0 ? section(text) : { ...section(text), accessory: menu };
}

/** Rows joined into few sections. */
export function inGroups(rows: readonly string[]): string[] {
  const groups: string[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_SECTION)
    groups.push(rows.slice(at, at + ROWS_PER_SECTION).join('\n'));
  return groups;
}
