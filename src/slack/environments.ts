import type { Button, KnownBlock } from '@slack/types';
import type { Environment, Project } from '../core/deployment.ts';
import { environmentUrl } from '../core/links.ts';
import { slackDate } from './dates.ts';
import { code, fallbackText, literal, plainLine } from './escape.ts';
import { ACTION } from './ids.ts';
import { withinLimits } from './limits.ts';
import { link, safeUrl, siteOf, siteUrl } from './links.ts';
import { type ListQuery, pager } from './lists.ts';
import { environmentOptions, rowBlocks } from './row-menus.ts';
import { fieldsSection, header, linkButton, type Rendered, section } from './text-objects.ts';
import { CARD } from './words/card.ts';
import type { CommandNames } from './words/commands.ts';
import { ENVIRONMENT } from './words/environments.ts';
import { plainFallback } from './words/fallback.ts';
import { LIST } from './words/lists.ts';

interface Settings {
  readonly gitlabHost: string;
  readonly commands: CommandNames;
}

/** One page of a project's environments. */
export interface EnvironmentList {
  readonly project: Project;
  readonly rows: readonly Environment[];
  readonly page: number;
  readonly previous: ListQuery | undefined;
  readonly next: ListQuery | undefined;
}

/** The answer to `/env list`: one compact row an environment, and buttons to page. */
export function environmentList(list: EnvironmentList, settings: Settings): Rendered {
  const pages = list.page > 1 || list.next !== undefined ? ` · ${LIST.page(list.page)}` : '';
  const title = `${ENVIRONMENT.title(literal(list.project.path))}${pages}`;
  const { project } = list;
  const rows = list.rows.map((row) => ({
    text: rowText(project, row, settings.gitlabHost),
    options: environmentOptions(project, row, settings.gitlabHost),
  }));
  const empty = list.page > 1 ? LIST.emptyPage : ENVIRONMENT.empty(settings.commands);
  const body = rows.length === 0 ? [section(empty)] : rowBlocks(rows, ACTION.environmentRow);
  const buttons = pager(list);
  const blocks: KnownBlock[] = [section(title), ...body];
  if (buttons.length > 0) blocks.push({ type: 'actions', elements: buttons });
  const summary = [title, ...(rows.length === 0 ? [empty] : rows.map(({ text }) => text))];
  return withinLimits({ text: plainFallback(summary.join(' – ')), blocks });
}

function rowText(project: Project, environment: Environment, gitlabHost: string): string {
  const name = link(environmentUrl(project, environment.id), literal(environment.name, 100), gitlabHost);
  const site = siteUrl(environment.externalUrl);
  return [
    name,
    `*${literal(environment.state ?? ENVIRONMENT.unknownState, 30)}*`,
    ...(environment.tier === null ? [] : [literal(environment.tier, 30)]),
    ...(site === undefined ? [] : [literal(site, 100)]),
  ].join(' · ');
}

/** The answer to `/env show`. */
export function environmentDetails(project: Project, environment: Environment, settings: Settings): Rendered {
  const { gitlabHost } = settings;
  const state = environment.state ?? ENVIRONMENT.unknownState;
  const blocks: KnownBlock[] = [
    header(ENVIRONMENT.header(plainLine(environment.name, 80), plainLine(project.path, 60))),
    fieldsSection(fieldsOf(environment)),
  ];
  if (environment.description !== null && environment.description !== '') {
    blocks.push(section(literal(environment.description, 500)));
  }
  const buttons = buttonsOf(project, environment, gitlabHost);
  if (buttons.length > 0) blocks.push({ type: 'actions', elements: buttons });
  const text = fallbackText(
    ENVIRONMENT.fallback(
      plainLine(environment.name, 100),
      plainLine(project.path, 100),
      plainLine(state, 30),
    ),
  );
  return withinLimits({ text, blocks });
}

function fieldsOf(environment: Environment): string[] {
  const { lastDeployment: last } = environment;
  const runs =
    last === null
      ? ENVIRONMENT.neverDeployed
      : `#${last.id} · ${code(last.ref, 60)} · ${code(last.sha.slice(0, 8))}`;
  return [
    field(ENVIRONMENT.state, literal(environment.state ?? ENVIRONMENT.unknownState, 30)),
    ...(environment.tier === null ? [] : [field(ENVIRONMENT.tier, literal(environment.tier, 30))]),
    field(ENVIRONMENT.runs, runs),
    ...(environment.autoStopAt === null
      ? []
      : [field(ENVIRONMENT.autoStop, slackDate(environment.autoStopAt))]),
    ...(environment.updatedAt === null ? [] : [field(ENVIRONMENT.changed, slackDate(environment.updatedAt))]),
  ];
}

const field = (label: string, value: string): string => `*${label}*\n${value}`;

function buttonsOf(project: Project, environment: Environment, gitlabHost: string): Button[] {
  const site = siteOf(environment.externalUrl);
  const page = safeUrl(environmentUrl(project, environment.id), gitlabHost);
  return [
    ...(site === undefined ? [] : [linkButton(ENVIRONMENT.openSite(site.host), site.url, ACTION.openSite)]),
    ...(page === undefined ? [] : [linkButton(CARD.openInGitLab, page, ACTION.open)]),
  ];
}
